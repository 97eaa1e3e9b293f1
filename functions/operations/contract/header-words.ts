/** What a column of a shop's export can mean. The names are those of the built-in contracts, and two that they lack. */
export type Meaning =
  | "invoice_no"
  | "stock_code"
  | "description"
  | "quantity"
  | "invoice_date"
  | "time_of_day"
  | "unit_price"
  | "line_total"
  | "currency"
  | "customer_id"
  | "country"
  | "store_id"
  | "discount"
  | "category";

/** How tills and shop systems head these columns in English, German, French and Spanish, the surest words first. */
export const headerWords: Readonly<Record<Meaning, string>> = {
  invoice_no: `invoice no, invoice number, invoice id, invoice, order id, order no, order number, receipt no, receipt number, receipt, transaction id,
    transaction, document no, voucher, sales order, order, bill no, ticket no, rechnungsnummer, rechnungsnr, rechnung nr, rechnung, belegnummer, belegnr, beleg,
    bonnummer, bonnr, bon, auftragsnummer, auftragsnr, auftrag, bestellnummer, bestellnr, bestellung, kassenbon, vorgang, numero de facture, no facture, n facture,
    num facture, facture, numero de ticket, n ticket, ticket, numero de commande, n commande, commande, numero de factura, n factura, num factura, factura,
    numero de pedido, n pedido, pedido, n ticket, albaran, recibo`,
  stock_code: `stock code, sku, item code, item no, item number, item id, product code, product id, article no, article number, article code, article, product no,
    item, plu, ean, gtin, upc, barcode, artikelnummer, artikelnr, artnr, art nr, artikel nr, artikel, produktnummer, produkt nr, produktcode, produkt, warennummer,
    code article, code produit, ref article, reference, ref, reference article, produit, codigo articulo, codigo de articulo, codigo producto, codigo,
    cod articulo, referencia, articulo, producto, product`,
  description: `description, product name, item name, item description, product description, product title, bezeichnung, artikelbezeichnung, artikelname,
    produktname, beschreibung, artikeltext, designation, libelle, nom du produit, libelle article, descripcion, nombre producto, nombre del producto, denominacion, name, title, text`,
  quantity: `quantity, qty, units, units sold, pieces, pcs, count, number of items, quantity sold, menge, anzahl, stueck, stuck, stueckzahl, stuckzahl, quantite, qte, nombre, nb,
    cantidad, cant, unidades, uds, weight, gewicht, kg, poids, peso`,
  invoice_date: `invoice date, order date, transaction date, sale date, sold at, date time, datetime, timestamp, created at, date, day, purchase date, posting date,
    rechnungsdatum, belegdatum, bestelldatum, verkaufsdatum, kaufdatum, buchungsdatum, bondatum, datum, zeitpunkt, tag, date de facture, date facture, date de vente,
    date vente, date commande, date heure, jour, fecha de factura, fecha factura, fecha de venta, fecha venta, fecha pedido, fecha hora, fecha`,
  time_of_day: `time, time of day, sale time, order time, uhrzeit, zeit, bonzeit, heure, heure de vente, hora, hora venta`,
  unit_price: `unit price, price, price each, item price, selling price, price per unit, retail price, sale price, rate, einzelpreis, stueckpreis, stuckpreis, preis, vk preis,
    verkaufspreis, vk, e preis, epreis, ep, preis pro stueck, prix unitaire, prix, prix de vente, pu, pu ttc, prix ttc, precio unitario, precio, precio de venta, precio ud, pvp`,
  line_total: `line total, total, amount, line amount, total price, total amount, gross amount, net amount, extended price, sales, revenue, value, gesamtpreis, gesamt, betrag,
    summe, umsatz, zeilensumme, positionssumme, gesamtbetrag, bruttobetrag, brutto, netto, montant, montant ttc, total ttc, prix total, total ligne, importe, importe total,
    total linea, precio total, monto`,
  currency: `currency, currency code, ccy, waehrung, wahrung, devise, monnaie, moneda, divisa`,
  customer_id: `customer id, customer no, customer number, customer, customer code, client id, client, account no, account, member id, member, loyalty card, kundennummer, kundennr, kunden nr,
    kunde, kdnr, kd nr, kundenkarte, debitor, debitorennr, code client, n client, numero client, no client, codigo cliente, n cliente, id cliente, cliente, socio`,
  country: `country, country code, land, lieferland, pays, pais`,
  store_id: `store id, store, shop id, shop, branch, location, outlet, filiale, filialnr, filial nr, standort, markt, magasin, boutique, point de vente, tienda, sucursal, local`,
  discount: `discount, discount pct, discount fraction, rabatt, remise, reduction, descuento, dto`,
  category: `category, product category, department, product group, warengruppe, kategorie, sortiment, abteilung, categorie, famille, rayon, categoria, familia, departamento, seccion`,
};

/** The first words of a line of totals or of a remark below the rows. */
export const closingWords: readonly string[] = [
  ..."total,totals,grand total,subtotal,sum,sums,count,rows,records,end,exported,generated,report,printed".split(
    ",",
  ),
  ..."summe,gesamt,gesamtsumme,zwischensumme,endsumme,ergebnis,anzahl,exportiert,erstellt,stand,ende".split(
    ",",
  ),
  ..."totaux,total general,somme,sous-total,total général,fin,exporte,exporté,edite,édité".split(","),
  ..."suma,totales,total general,subtotales,registros,exportado,generado,fin".split(","),
];

/** Words of a header that tell that the export is not English. */
export const dayFirstLanguages =
  /datum|menge|preis|betrag|kunde|artikel|beleg|rechnung|stück|anzahl|quantit[ée]|prix|montant|facture|libell[ée]|fecha|cantidad|precio|importe|factura|cliente|art[ií]culo/i;
