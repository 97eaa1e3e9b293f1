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

/**
 * How tills and shop systems head these columns in English, German, French, Spanish, Italian, Dutch, Portuguese, Polish,
 * Swedish, Danish, Norwegian, Finnish, Czech, Hungarian, Turkish, Romanian, Japanese and others, the surest words first. A word after "=" must be the whole header; one after "~" means something else where a surer one is.
 */
export const headerWords: Readonly<Record<Meaning, string>> = {
  invoice_no: `invoice no, invoice number, invoice id, invoice, order id, order no, order number, order name, receipt no, receipt number, receipt id, receipt, transaction id,
    transaction no, transaction number, transaction, txn id, txn, trn, trn no, trx, trx id, tran no, trans no, trans id, document no, voucher, sale id, sale no, sale number, sales order, order, bill no, bill number, ticket no, ticket number, check number,
    rechnungsnummer, rechnungsnr, rechnung nr, rechnung, belegnummer, belegnr, beleg nr, beleg, bonnummer, bonnr, bon nr, bon, auftragsnummer, auftragsnr, auftrag, bestellnummer,
    bestellnr, bestellung, kassenbon, vorgangsnummer, vorgang, numero de facture, no facture, n facture, num facture, facture, numero de ticket, n ticket, num ticket, ticket,
    numero de commande, n commande, commande, numero de factura, n factura, num factura, factura, numero de pedido, n pedido, num pedido, pedido, albaran, recibo,
    numero scontrino, n scontrino, scontrino, numero fattura, n fattura, fattura, numero ordine, n ordine, ordine, numero documento, n documento, ricevuta,
    factuurnummer, factuur, bestelnummer, ordernummer, transactienummer, kassabon, numero da nota, nota fiscal, numero do pedido, n fatura, fatura, numero da venda, id da venda,
    nr paragonu, numer paragonu, paragon, nr faktury, numer faktury, faktura, nr dokumentu, nr zamowienia, numer zamowienia, zamówienie, kvittonr, kvittonummer, kvitto, ordernr, orderrad,
    fakturanr, fakturanummer, verifikatnr, bonnr, kvittering, kvitteringsnr, ordrenr, ordrenummer, kuitti, kuittinumero, tilausnumero, laskunumero, cislo faktury, cislo uctenky, cislo objednavky, doklad,
    cislo dokladu, uctenka, szamlaszam, bizonylatszam, rendelesszam, nyugtaszam, fis no, fatura no, siparis no, belge no, nr bon, numar bon, nr factura, numar factura, 伝票番号, 注文番号, 受注番号, レシート番号,
    取引id, 取引番号, 订单号, 订单编号, 小票号, 单号, 訂單編號, 訂單號碼, номер чека, номер заказа, номер документа, чек, 주문번호, order reference, order ref, receipt, bill, docket, docket no, check, check no, sales record number, order line order,
    invoice ref, doc no, docnum, doc num, document number, entry no, journal no, transaktionsnummer, transaktion, transaktionsid, bestellreferenz, buchungsnummer,
    ~sale, ~name, ~document, ~documento, ~reference, ~nr, ~no, ~num, ~number`,
  stock_code: `stock code, sku, custom label, seller sku, merchant sku, lineitem sku, variant sku, item code, item no, item number, item id, product code, product id, article no, article number, article code, product no,
    product number, product sku, plu, ean, gtin, upc, barcode, artikelnummer, artikelnr, artnr, art nr, artikel nr, produktnummer, produkt nr, produktcode, warennummer,
    code article, code produit, ref article, ref produit, reference article, codigo articulo, codigo de articulo, codigo producto, codigo de producto, cod articulo,
    cod producto, referencia, codice articolo, cod articolo, codice prodotto, cod prodotto, codice a barre, articolo nr, artikelcode, productcode, codigo do produto, cod produto,
    codigo de barras, =code, =codigo, =codice, =cod, =system id,
    kod towaru, kod produktu, indeks, symbol, nr artykulu, kod kreskowy, artikelnr, artnr, varenr, varenummer, varekode, produktnr, strekkode, streckkod, tuotekoodi, tuotenumero, kod zbozi, cislo zbozi,
    kod produktu, katalogove cislo, cikkszam, termekkod, vonalkod, urun kodu, stok kodu, barkod, cod produs, cod articol, 商品コード, 品番, 商品番号, 商品id, janコード, 货号, 商品编码, 商品编号, 商品編號, 條碼, 条码, артикул, код товара, 상품코드,
    asin, style, style no, material, material number, item ref, internal reference, product ref, isbn, ~article, ~item, ~artikel, ~produkt, ~produit, ~articulo, ~producto, ~product, ~articolo, ~prodotto, ~produto, ~reference, ~ref`,
  description: `description, lineitem name, line item, product name, item name, item description, product description, product title, bezeichnung, artikelbezeichnung, artikelname,
    produktname, beschreibung, artikeltext, designation, libelle, nom du produit, libelle article, libelle produit, descripcion, nombre producto, nombre del producto, denominacion,
    descrizione, descrizione articolo, nome prodotto, omschrijving, productnaam, artikelnaam, descricao, nome do produto, =name, =title, =text,
    nazwa towaru, nazwa produktu, nazwa, opis, benamning, produktnamn, artikelbenamning, varenavn, varetekst, produktnavn, beskrivelse, beskrivning, tuote, tuotenimi, nazev, nazev zbozi, popis, megnevezes, termek,
    termeknev, urun adi, urun, denumire, denumire produs, 商品名, 品名, 商品名称, 商品名稱, наименование, название, товар, 상품명, listing title, item title, ~towar, ~vara, ~vare, ~zbozi, ~item, ~article, ~artikel, ~produkt, ~produit, ~articulo, ~producto, ~product, ~articolo, ~prodotto, ~produto`,
  quantity: `quantity, qty, lineitem quantity, units, units sold, pieces, pcs, qty sold, items sold, number of items, quantity sold, =count, menge, anzahl, stueck, stuck, stueckzahl,
    stuckzahl, =stk, quantite, qte, nombre, nb, cantidad, cant, unidades, uds, quantita, qta, =pezzi, aantal, =stuks, quantidade, qtd, qtde, weight, gewicht, kg, poids, peso, gewicht kg,
    ilosc, liczba, sztuk, szt, antal, antall, kvantitet, maara, kpl, mnozstvi, pocet, mennyiseg, darab, miktar, adet, cantitate, 数量, 數量, 個数, 点数, количество, кол во, 수량, quantity purchased, quantity ordered, qty ordered,
    qty invoiced, ordered qty, qty shipped, sold, sold qty, sales qty, num items, ~stk antal`,
  invoice_date: `invoice date, order date, transaction date, sale date, sold at, date time, datetime, timestamp, created at, order created, date created, created, date, day, ts, epoch, unix time,
    purchase date, posting date, completed at, rechnungsdatum, belegdatum, bestelldatum, verkaufsdatum, kaufdatum, buchungsdatum, bondatum, datum, zeitpunkt, tag, date de facture,
    date facture, date de vente, date vente, date commande, date heure, jour, fecha de factura, fecha factura, fecha de venta, fecha venta, fecha pedido, fecha hora, fecha,
    data e ora, data ora, data scontrino, data vendita, data documento, data ordine, verkoopdatum, factuurdatum, besteldatum, data da venda, data do pedido, data venda, data hora, =data,
    data sprzedazy, data wystawienia, data zamowienia, data transakcji, data paragonu, datum och tid, forsaljningsdatum, orderdatum, fakturadatum, dato, salgsdato, ordredato, fakturadato, tidspunkt, tidpunkt, paivamaara, paivays, pvm, datum prodeje,
    datum vystaveni, datum objednavky, kelt, datum es ido, teljesites datuma, vasarlas datuma, tarih, satis tarihi, fatura tarihi, data vanzare, data factura, data bon, 販売日時, 販売日, 売上日, 注文日, 注文日時, 取引日時, 取引日, 日付, 日時, 日期, 下单时间, 销售日期, 交易时间, 訂單日期, 交易日期,
    дата, дата продажи, 날짜, 주문일, posted date, sales date, placed at, ordered at, closed at, business date, trading date, doc date, docdate, document date, time stamp, processed at, lieferdatum, leistungsdatum, ~paid at, ~order time, ~time, ~zeit, ~heure, ~tid, ~hora`,
  time_of_day: `time, time of day, sale time, order time, uhrzeit, zeit, bonzeit, heure, heure de vente, hora, hora venta, hora da venda, ora, orario, ora vendita, tijd, tijdstip, godzina, czas, tid, klokkeslett, klokkeslaet, kl, aika, klo, cas, ido, idopont, saat, 時刻, 時間, время, bill time, order time, receipt time, transaction time`,
  unit_price: `unit price, price, lineitem price, price each, each price, item price, item cost, selling price, price per unit, retail price, unit retail, sale price, =retail, rate, einzelpreis, stueckpreis,
    stuckpreis, preis, vk preis, verkaufspreis, vk, e preis, epreis, ep, preis pro stueck, prix unitaire, prix, prix de vente, pu, pu ttc, prix ttc, precio unitario, precio unit, precio,
    precio de venta, precio ud, pvp, prezzo unitario, prezzo, prezzo unit, prezzo di vendita, prijs, stukprijs, prijs per stuk, verkoopprijs, eenheidsprijs, preco unitario, preco,
    valor unitario, preco de venda,
    cena, cena jednostkowa, cena brutto, cena netto, cena sprzedazy, a pris, apris, pris, styckpris, enhetspris, enhedspris, stykpris, stk pris, salgspris, hinta, yksikkohinta, kpl hinta, cena za kus, jednotkova cena,
    cena za mj, egysegar, ar, eladasi ar, fiyat, birim fiyat, birim fiyati, pret, pret unitar, 単価, 販売単価, 价格, 单价, 單價, цена, 단가, sales price, sell price, sold for, list price, gross price, net price, unit amount, unit cost,
    unit price gross, unit price net, purchase price per unit, base price, verkaufspreis brutto, einzelpreis brutto, einzelpreis netto, bruttopreis, nettopreis, e preis brutto, price unit, piece price, price pc`,
  line_total: `line total, item total, line amount, total price, extended price, gross sales, net sales, total, amount, total amount, gross amount, net amount, sales, revenue, value,
    gesamtpreis, gesamt, betrag, summe, umsatz, zeilensumme, positionssumme, gesamtbetrag, bruttobetrag, brutto, netto, montant, montant ttc, total ttc, prix total, total ligne,
    importe, importe total, total linea, precio total, monto, importo, totale, totale riga, prezzo totale, bedrag, totaal, totaalbedrag, valor total, preco total, =valor,
    wartosc, wartosc brutto, wartosc netto, kwota, razem, belopp, radsumma, summa, belob, belop, linjesum, sum, total inkl, summa ink moms, yhteensa, celkem, castka, cena celkem, osszesen, ertek, brutto ertek, tutar, toplam, valoare,
    valoare totala, 金額, 小計, 売上金額, 合計金額, 金额, 小计, 总价, сумма, 금액, line total incl tax, line gross, line net, line price, row total, extended amount, ext price, item subtotal, line subtotal, total line amount,
    umsatz brutto, umsatz netto, positionsbetrag, positionspreis, zeilenbetrag, gesamtnetto, gesamtbrutto`,
  currency: `currency, currency code, ccy, waehrung, wahrung, devise, monnaie, moneda, divisa, valuta, moeda, waluta, valuutta, mena, penznem, para birimi, moneda, 通貨, 货币, валюта, currency iso, currency iso code, crcy, curr, cur`,
  customer_id: `customer id, cust, customer no, customer number, customer, customer code, client id, client, account no, account, member id, member, buyer id, buyer, loyalty card, kundennummer,
    kundennr, kunden nr, kunde, kdnr, kd nr, kundenkarte, debitor, debitorennr, code client, n client, numero client, no client, codigo cliente, cod cliente, n cliente, id cliente,
    cliente, socio, codice cliente, tessera, klantnummer, klantnr, klant, codigo do cliente, id do cliente,
    nr klienta, id klienta, klient, kontrahent, kod kontrahenta, nabywca, kundnr, kundnummer, kund, kundenr, kunde nr, kunde id, asiakas, asiakasnumero, zakaznik, cislo zakaznika, kod zakaznika, odberatel, ugyfel, ugyfelkod, vevo,
    vevokod, musteri, musteri no, musteri kodu, cari kodu, cari kod, cari, cod client, 顧客id, 顧客番号, 顧客コード, 会員番号, 客户编号, 客户, 会员号, 會員編號, 客戶編號, клиент, код клиента, 고객번호, buyer username, customer ref, cust id, cust no, patron, guest id, bp code, card code, cardcode, debtor, debtor no,
    partner, user id, customer user id, shopper id, ~buyer email, ~buyer name, ~customer name, ~kundenname, contact name, contact, ~email, ~e mail, ~customer email, ~billing email`,
  country: `country, country code, land, lieferland, pays, pais, paese, nazione, kraj, maa, zeme, orszag, ulke, tara, 国, страна, billing country, shipping country`,
  store_id: `store id, store, shop id, shop, branch, location, outlet, filiale, filialnr, filial nr, standort, markt, magasin, boutique, point de vente, tienda, sucursal, local, negozio,
    punto vendita, winkel, vestiging, loja, sklep, butik, butikk, myymala, prodejna, bolt, uzlet, sube, magazin, 店舗, 店舗コード, 店舗名, магазин, kasse nr, register`,
  discount: `discount, discount pct, discount fraction, rabatt, remise, reduction, descuento, dto, sconto, korting, desconto, discount percent, discount percentage, discount rate, disc, disc pct, discount amount, rabattbetrag, rabattsatz, nachlass, rabat, alennus, sleva, kedvezmeny, iskonto, indirim, reducere, 値引, 割引, 割引額, скидка, line discount, item discount, markdown, remise pct, taux remise`,
  category: `category, product category, department, product group, warengruppe, kategorie, sortiment, abteilung, categorie, famille, rayon, categoria, familia, departamento, seccion, reparto, kategoria, varegruppe, varugrupp, tuoteryhma, kategorie zbozi, kategori, 部門, カテゴリ, категория`,
};

/** Headers with one of these words are of the whole order, of its delivery, or of a person: no line has them. */
export const otherWords: ReadonlySet<string> = new Set(
  `cart,shipping,tax,taxes,refund,refunded,outstanding,subtotal,balance,tip,tips,note,notes,message,group,type,phone,street,city,zip,postcode,address,status,method,compare,coupon,
  versand,steuer,mwst,ust,notiz,bemerkung,zahlart,livraison,tva,remarque,statut,iva,nota,observaciones,estado,envio,spedizione,verzending,btw,opmerking,frete`.split(
    /,\s*/,
  ),
);

/** The first words of a line of totals or of a remark below the rows. */
export const closingWords: readonly string[] = [
  ..."total,totals,grand total,subtotal,sum,sums,count,rows,records,end,exported,generated,report,printed".split(
    ",",
  ),
  ..."summe,gesamt,gesamtsumme,zwischensumme,endsumme,tagessumme,ergebnis,anzahl,exportiert,erstellt,stand,ende".split(
    ",",
  ),
  ..."totaux,total general,somme,sous-total,total général,fin,exporte,exporté,edite,édité".split(","),
  ..."suma,totales,total general,subtotales,registros,exportado,generado,fin".split(","),
  ..."totale,totale complessivo,totale generale,subtotale,totaal,subtotaal,totais,total geral".split(","),
  ..."razem,łącznie,ogółem,podsumowanie,summa,totalt,delsumma,delsum,i alt,sammenlagt,yhteensä,celkem,součet".split(
    ",",
  ),
  ..."összesen,toplam,genel toplam,ara toplam,合計,小計,総計,合计,总计,итого,всего,합계".split(","),
];

/** Words of a header that tell in which country an export without a currency was made. */
export const countriesByWords: readonly (readonly [words: RegExp, currency: string])[] = [
  [/paragon|sprzeda|towar|ilość|jednostkow|klient(a|em)\b|zamówien/i, "PLN"],
  [/kvitto|försäljning|benämning|à-pris|belopp|kvantitet|varugrupp|kundnr/i, "SEK"],
  [/\bantall\b|beløp\b|butikk|klokkeslett/i, "NOK"],
  [/beløb|varenr|varetekst|bonnr.*\bpris\b|stykpris|kvittering/i, "DKK"],
  [/účten|množství|zboží|zákazník|celkem|jednotková/i, "CZK"],
  [/mennyiség|egységár|cikkszám|számla|vevő|bizonylat/i, "HUF"],
  [/miktar|birim fiyat|tutar|müşteri|ürün/i, "TRY"],
  [/cantitate|preț|valoare|produs\b/i, "RON"],
  [/单价|金额|订单|客户|商品编/, "CNY"],
  [/單價|數量|訂單/, "TWD"],
  [/[ぁ-んァ-ン]|単価|数量|金額/, "JPY"],
  [/단가|수량|금액/, "KRW"],
  [/количество|цена|артикул/i, "RUB"],
];

/** Words of a header that tell that the export is not English. */
export const dayFirstLanguages =
  /ilość|cena|towar|antal|pris\b|dato\b|mennyiség|množství|miktar|tarih|määrä|cantitate|datum|menge|preis|betrag|kunde|artikel|beleg|rechnung|stück|anzahl|quantit[ée]|qté|désignation|prix|montant|facture|libell[ée]|fecha|cantidad|precio|importe|factura|cliente|art[ií]culo|quantità|prezzo|importo|scontrino|articolo|aantal|prijs|bedrag|klant|quantidade|preço|produto|venda/i;
