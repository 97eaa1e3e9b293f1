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
 * How tills and shop systems head these columns in English, German, French, Spanish, Italian, Dutch and Portuguese, the
 * surest words first. A word after "=" must be the whole header; one after "~" means something else where a surer one is.
 */
export const headerWords: Readonly<Record<Meaning, string>> = {
  invoice_no: `invoice no, invoice number, invoice id, invoice, order id, order no, order number, order name, receipt no, receipt number, receipt id, receipt, transaction id,
    transaction no, transaction number, transaction, txn id, document no, voucher, sale id, sale no, sale number, sales order, order, bill no, bill number, ticket no, ticket number, check number,
    rechnungsnummer, rechnungsnr, rechnung nr, rechnung, belegnummer, belegnr, beleg nr, beleg, bonnummer, bonnr, bon nr, bon, auftragsnummer, auftragsnr, auftrag, bestellnummer,
    bestellnr, bestellung, kassenbon, vorgangsnummer, vorgang, numero de facture, no facture, n facture, num facture, facture, numero de ticket, n ticket, num ticket, ticket,
    numero de commande, n commande, commande, numero de factura, n factura, num factura, factura, numero de pedido, n pedido, num pedido, pedido, albaran, recibo,
    numero scontrino, n scontrino, scontrino, numero fattura, n fattura, fattura, numero ordine, n ordine, ordine, numero documento, n documento, ricevuta,
    factuurnummer, factuur, bestelnummer, ordernummer, transactienummer, kassabon, numero da nota, nota fiscal, numero do pedido, n fatura, fatura, numero da venda, id da venda,
    ~sale, ~name, ~document, ~documento, ~reference, ~nr, ~no, ~number`,
  stock_code: `stock code, sku, lineitem sku, variant sku, item code, item no, item number, item id, product code, product id, article no, article number, article code, product no,
    product number, product sku, plu, ean, gtin, upc, barcode, artikelnummer, artikelnr, artnr, art nr, artikel nr, produktnummer, produkt nr, produktcode, warennummer,
    code article, code produit, ref article, ref produit, reference, ref, reference article, codigo articulo, codigo de articulo, codigo producto, codigo de producto, cod articulo,
    cod producto, referencia, codice articolo, cod articolo, codice prodotto, cod prodotto, codice a barre, articolo nr, artikelcode, productcode, codigo do produto, cod produto,
    codigo de barras, =code, =codigo, =codice, =cod, =system id, ~article, ~item, ~artikel, ~produkt, ~produit, ~articulo, ~producto, ~product, ~articolo, ~prodotto, ~produto`,
  description: `description, lineitem name, line item, product name, item name, item description, product description, product title, bezeichnung, artikelbezeichnung, artikelname,
    produktname, beschreibung, artikeltext, designation, libelle, nom du produit, libelle article, libelle produit, descripcion, nombre producto, nombre del producto, denominacion,
    descrizione, descrizione articolo, nome prodotto, omschrijving, productnaam, artikelnaam, descricao, nome do produto, =name, =title, =text, ~item, ~article, ~artikel, ~produkt, ~produit, ~articulo, ~producto, ~product, ~articolo, ~prodotto, ~produto`,
  quantity: `quantity, qty, lineitem quantity, units, units sold, pieces, pcs, qty sold, items sold, number of items, quantity sold, =count, menge, anzahl, stueck, stuck, stueckzahl,
    stuckzahl, =stk, quantite, qte, nombre, nb, cantidad, cant, unidades, uds, quantita, qta, =pezzi, aantal, =stuks, quantidade, qtd, qtde, weight, gewicht, kg, poids, peso, gewicht kg`,
  invoice_date: `invoice date, order date, transaction date, sale date, sold at, date time, datetime, timestamp, created at, order created, date created, created, date, day,
    purchase date, posting date, completed at, rechnungsdatum, belegdatum, bestelldatum, verkaufsdatum, kaufdatum, buchungsdatum, bondatum, datum, zeitpunkt, tag, date de facture,
    date facture, date de vente, date vente, date commande, date heure, jour, fecha de factura, fecha factura, fecha de venta, fecha venta, fecha pedido, fecha hora, fecha,
    data e ora, data ora, data scontrino, data vendita, data documento, data ordine, verkoopdatum, factuurdatum, besteldatum, data da venda, data do pedido, data venda, data hora, =data, ~paid at`,
  time_of_day: `time, time of day, sale time, order time, uhrzeit, zeit, bonzeit, heure, heure de vente, hora, hora venta, hora da venda, ora, orario, ora vendita, tijd, tijdstip`,
  unit_price: `unit price, price, lineitem price, price each, each price, item price, item cost, selling price, price per unit, retail price, unit retail, sale price, =retail, rate, einzelpreis, stueckpreis,
    stuckpreis, preis, vk preis, verkaufspreis, vk, e preis, epreis, ep, preis pro stueck, prix unitaire, prix, prix de vente, pu, pu ttc, prix ttc, precio unitario, precio unit, precio,
    precio de venta, precio ud, pvp, prezzo unitario, prezzo, prezzo unit, prezzo di vendita, prijs, stukprijs, prijs per stuk, verkoopprijs, eenheidsprijs, preco unitario, preco,
    valor unitario, preco de venda`,
  line_total: `line total, item total, line amount, total price, extended price, gross sales, net sales, total, amount, total amount, gross amount, net amount, sales, revenue, value,
    gesamtpreis, gesamt, betrag, summe, umsatz, zeilensumme, positionssumme, gesamtbetrag, bruttobetrag, brutto, netto, montant, montant ttc, total ttc, prix total, total ligne,
    importe, importe total, total linea, precio total, monto, importo, totale, totale riga, prezzo totale, bedrag, totaal, totaalbedrag, valor total, preco total, =valor`,
  currency: `currency, currency code, ccy, waehrung, wahrung, devise, monnaie, moneda, divisa, valuta, moeda`,
  customer_id: `customer id, customer no, customer number, customer, customer code, client id, client, account no, account, member id, member, buyer id, buyer, loyalty card, kundennummer,
    kundennr, kunden nr, kunde, kdnr, kd nr, kundenkarte, debitor, debitorennr, code client, n client, numero client, no client, codigo cliente, cod cliente, n cliente, id cliente,
    cliente, socio, codice cliente, tessera, klantnummer, klantnr, klant, codigo do cliente, id do cliente, ~email, ~e mail, ~customer email, ~billing email`,
  country: `country, country code, land, lieferland, pays, pais, paese, nazione`,
  store_id: `store id, store, shop id, shop, branch, location, outlet, filiale, filialnr, filial nr, standort, markt, magasin, boutique, point de vente, tienda, sucursal, local, negozio,
    punto vendita, winkel, vestiging, loja`,
  discount: `discount, discount pct, discount fraction, rabatt, remise, reduction, descuento, dto, sconto, korting, desconto`,
  category: `category, product category, department, product group, warengruppe, kategorie, sortiment, abteilung, categorie, famille, rayon, categoria, familia, departamento, seccion, reparto`,
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
];

/** Words of a header that tell that the export is not English. */
export const dayFirstLanguages =
  /datum|menge|preis|betrag|kunde|artikel|beleg|rechnung|stück|anzahl|quantit[ée]|qté|désignation|prix|montant|facture|libell[ée]|fecha|cantidad|precio|importe|factura|cliente|art[ií]culo|quantità|prezzo|importo|scontrino|articolo|aantal|prijs|bedrag|klant|quantidade|preço|produto|venda/i;
