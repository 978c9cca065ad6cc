// The XMP property that says how a picture came to be (IPTC Photo Metadata, "Digital Source Type").

/** A photo with parts that a trained model made. */
export const DIGITAL_SOURCE_TYPE =
  "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

const NAMESPACE = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/** The property where it stands already: as an attribute, or as an element with its value beside or inside. */
const asAttribute = /(\s[\w.-]+:DigitalSourceType\s*=\s*)(?:"[^"]*"|'[^']*')/;
const asElement = /<([\w.-]+:DigitalSourceType)\b[^>]*?(?:\/>|>[^<]*<\/\1\s*>)/;

/** The XMP packet of a photo with the property set; whatever else it says, it goes on saying. */
export function withSourceType(packet = ""): string {
  if (asAttribute.test(packet)) return packet.replace(asAttribute, `$1"${DIGITAL_SOURCE_TYPE}"`);
  if (asElement.test(packet)) return packet.replace(asElement, `<$1>${DIGITAL_SOURCE_TYPE}</$1>`);
  const end = /<\/([\w.-]+):RDF\s*>/.exec(packet);
  if (!end) return freshPacket();
  // All descriptions of a packet are of one thing, which has one name.
  const about = /:about\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(packet);
  const added = description(end[1] ?? "rdf", about?.[1] ?? about?.[2] ?? "");
  return packet.slice(0, end.index) + added + packet.slice(end.index);
}

/** A packet that says nothing else. */
export const freshPacket = () =>
  '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}">${description("rdf", "")}</rdf:RDF></x:xmpmeta>` +
  '<?xpacket end="w"?>';

const description = (rdf: string, about: string) =>
  `<${rdf}:Description ${rdf}:about="${about}" xmlns:Iptc4xmpExt="${NAMESPACE}"` +
  ` Iptc4xmpExt:DigitalSourceType="${DIGITAL_SOURCE_TYPE}"/>`;
