import type { Export } from "./export.ts";

/** A hosted shop: the facts of an order, its number too, stand on its first line; the rest of its lines leave them blank. */
const blankRepeats: Export = {
  files: {
    "orders.csv": `Order,Created at,Customer email,Currency,Item sku,Item,Item quantity,Item price,Order total
#1001,2024-03-01 09:15:00 +0100,ann@shop.example,EUR,00123,"Tea, green",2,4.50,21.80
,,,,00456,Cup,1,12.80,
#1002,2024-03-01 11:02:10 +0100,,EUR,00123,"Tea, green",1,4.50,4.50
#1003,2024-03-02 08:00:00 +0100,bob@shop.example,EUR,00789,Pot,1,39.00,56.30
,,,,00456,Cup,1,12.80,
,,,,00123,"Tea, green",1,4.50,
`,
  },
  rows: `#1001|00123|2|4.5|EUR|ann@shop.example|2024-03-01 08:15:00
#1001|00456|1|12.8|EUR|ann@shop.example|2024-03-01 08:15:00
#1002|00123|1|4.5|EUR||2024-03-01 10:02:10
#1003|00789|1|39|EUR|bob@shop.example|2024-03-02 07:00:00
#1003|00456|1|12.8|EUR|bob@shop.example|2024-03-02 07:00:00
#1003|00123|1|4.5|EUR|bob@shop.example|2024-03-02 07:00:00`,
};

/** Titles, a header, lines of goods, and lines of shipping and coupons that no product stands on. */
const storePlugin: Export = {
  files: {
    "orders-2024-03.csv": `Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Email (Billing),Item #,SKU,Item Name,Quantity (- Refund),Item Cost,Coupon Code,Discount Amount,Discount Amount Tax
7001,Completed,2024-03-01 10:11,"Please ring
twice",Ann,ann@a.example,1,TS-RED-M,"T-Shirt ""Red"", M",3,19.95,,0,0
7001,Completed,2024-03-01 10:11,"Please ring
twice",Ann,ann@a.example,2,MUG,Mug,1,9.5,,0,0
7002,Processing,2024-03-02 18:40,,Bob,bob@b.example,1,TS-RED-L,"T-Shirt ""Red"", L",1,19.95,SPRING,1.99,0
`,
  },
  rows: `7001|TS-RED-M|3|19.95|GBP|ann@a.example|2024-03-01 10:11:00
7001|MUG|1|9.5|GBP|ann@a.example|2024-03-01 10:11:00
7002|TS-RED-L|1|19.95|GBP|bob@b.example|2024-03-02 18:40:00|-0.099749373`,
};

/** A market place for crafts: short dates of the month first, two numbers, an amount off. */
const crafts: Export = {
  files: {
    "EtsySoldOrderItems2024-3.csv": `Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Discount Amount,Shipping Discount,Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,Ship Name,Ship City,Order ID,Variations,Order Type,SKU
03/14/24,"Scarf, hand knit",annk,1,42.00,,0.00,0.00,5.95,0.00,42.00,USD,4005551,9001,03/14/24,03/15/24,Ann K,Portland,330001,Color:Red,online,SC-1
03/15/24,Mittens,bob77,2,18.50,WELCOME,3.70,0.00,4.95,0.00,33.30,USD,4005552,9002,03/15/24,03/18/24,Bob,Reno,330002,,online,MI-2
03/15/24,"Scarf, hand knit",bob77,1,42.00,,0.00,0.00,0.00,0.00,42.00,USD,4005553,9001,03/15/24,03/18/24,Bob,Reno,330002,Color:Blue,online,SC-1
`,
  },
  rows: `330001|SC-1|1|42|USD|annk|2024-03-14 00:00:00
330002|MI-2|2|18.5|USD|bob77|2024-03-15 00:00:00|-0.1
330002|SC-1|1|42|USD|bob77|2024-03-15 00:00:00`,
};

/** An auction house: blank lines first, short months, $ in the cells, a closing remark. */
const auctions: Export = {
  files: {
    "OrdersReport-Mar-20-2024.csv": `

"Sales Record Number","Order Number","Buyer Username","Buyer Name","Buyer Email","Item Number","Item Title","Custom Label","Sold Via Promoted Listings","Quantity","Sold For","Shipping And Handling","Total Price","Sale Date","Paid On Date"
"1101","11-05001-70001","buyer_one","Ann","a@mail.example","200100","Lens 50mm","LNS-050","No","1","$129.99","$8.00","$137.99","Mar-13-24","Mar-13-24"
"1102","12-05002-70002","buyer_two","Bob","b@mail.example","200101","Filter","FLT-1","No","3","$1,009.50","$0.00","$3,028.50","Mar-14-24","Mar-14-24"
"1103","12-05003-70003","buyer_two","Bob","b@mail.example","200100","Lens 50mm","LNS-050","Yes","1","$129.99","$8.00","$137.99","Mar-20-24","Mar-20-24"

3,record(s) downloaded,from,Mar-13-24,to,Mar-20-24
Seller ID: shop_x
`,
  },
  rows: `11-05001-70001|LNS-050|1|129.99|USD|buyer_one|2024-03-13 00:00:00
12-05002-70002|FLT-1|3|1009.5|USD|buyer_two|2024-03-14 00:00:00
12-05003-70003|LNS-050|1|129.99|USD|buyer_two|2024-03-20 00:00:00`,
};

/** A settlement with tabs: lines of fees and transfers between the goods. */
const settlement: Export = {
  files: {
    "settlement.txt": `order-id\ttransaction-type\tsku\tquantity-purchased\tposted-date\tprice-type\titem-price\tcurrency
\tTransfer\t\t\t2024-03-01\t\t-812.12\tEUR
302-01\tOrder\tAB-001\t2\t2024-03-02\tPrincipal\t14.99\tEUR
302-02\tOrder\tAB-002\t1\t2024-03-02\tPrincipal\t7.49\tEUR
\tServiceFee\t\t\t2024-03-03\t\t-39.00\tEUR
302-03\tRefund\tAB-001\t-1\t2024-03-04\tPrincipal\t14.99\tEUR
`,
  },
  rows: `302-01|AB-001|2|14.99|EUR||2024-03-02 00:00:00
302-02|AB-002|1|7.49|EUR||2024-03-02 00:00:00
302-03|AB-001|-1|14.99|EUR||2024-03-04 00:00:00`,
};

/** An API's answer: a JSON document, orders with lists of lines, of taxes and of shipping, money two levels down. */
const document: Export = {
  files: {
    "orders.json": JSON.stringify(
      {
        orders: [
          {
            id: 450789469,
            name: "#2001",
            created_at: "2024-03-01T10:00:00-05:00",
            currency: "CAD",
            customer: { id: 207119551, email: "a@b.example", default_address: { city: "Ottawa" } },
            tax_lines: [{ title: "HST", rate: 0.13, price: "5.20" }],
            line_items: [
              {
                id: 1,
                sku: "IPOD-1",
                name: "Player",
                quantity: 1,
                price: "40.00",
                price_set: { shop_money: { amount: "40.00", currency_code: "CAD" } },
                tax_lines: [{ price: "5.20" }],
              },
              { id: 2, sku: "BAND", name: "Band", quantity: 2, price: "5.25", tax_lines: [] },
            ],
            shipping_lines: [],
          },
          {
            id: 450789470,
            name: "#2002",
            created_at: "2024-03-02T11:30:00-05:00",
            currency: "CAD",
            customer: null,
            tax_lines: [],
            line_items: [{ id: 3, sku: "BAND", name: "Band", quantity: 1, price: "5.25" }],
            shipping_lines: [{ title: "Post", price: "4.00" }],
          },
        ],
      },
      null,
      2,
    ),
  },
  rows: `#2001|IPOD-1|1|40|CAD|207119551|2024-03-01 15:00:00
#2001|BAND|2|5.25|CAD|207119551|2024-03-01 15:00:00
#2002|BAND|1|5.25|CAD||2024-03-02 16:30:00`,
};

export const webShops: Readonly<Record<string, Export>> = {
  "a shop whose orders leave repeated cells blank": blankRepeats,
  "a shop plugin: notes of several lines, quoted names, an amount off": storePlugin,
  "a market place of crafts: short dates of the month first": crafts,
  "an auction house: blank lines, short months, a remark below": auctions,
  "a settlement with fees and transfers between the goods": settlement,
  "a JSON document of orders": document,
};
