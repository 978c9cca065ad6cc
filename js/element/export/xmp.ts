// What an XMP packet says of how a picture came to be (IPTC Photo Metadata, "Digital Source Type"), and of who signed it.

/** A photo with parts that a trained model made. */
export const DIGITAL_SOURCE_TYPE =
  "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

const NAMESPACE = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/*
 * Each form ends before the next "<": a value has none, and so nobody can write a packet that takes long to read.
 * The property where it stands already: as an attribute, or as an element with its value beside or inside.
 */
const asAttribute = /(\s[\w.-]+:DigitalSourceType\s*=\s*)(?:"[^"<]*"|'[^'<]*')/g;
const asElement = /<([\w.-]+:DigitalSourceType)\b(?:[^<>]*\/>|[^<>]*>[^<]*<\/\1\s*>)/g;

const provenance =
  /\s([\w.-]+):provenance\s*=\s*(?:"[^"<]*"|'[^'<]*')|<([\w.-]+):provenance\b(?:[^<>]*\/>|[^<>]*>[^<]*<\/\2:provenance\s*>)/g;
const dublinCore = /\sxmlns:([\w.-]+)\s*=\s*["']http:\/\/purl\.org\/dc\/terms\/["']/g;

/** The packet with the property set and without a link to a manifest; the rest of it stays. */
export function withSourceType(packet = ""): string {
  const text = withoutManifestLink(packet);
  if (text.search(asAttribute) >= 0 || text.search(asElement) >= 0)
    return text
      .replace(asAttribute, `$1"${DIGITAL_SOURCE_TYPE}"`)
      .replace(asElement, `<$1>${DIGITAL_SOURCE_TYPE}</$1>`);
  const end = /<\/([\w.-]+):RDF\s*>/.exec(text);
  if (end) return text.slice(0, end.index) + description(end[1] ?? "rdf", aboutOf(text)) + text.slice(end.index);
  // A packet that states nothing can be written with a single tag.
  const empty = /<([\w.-]+):RDF\b([^<>]*)\/>/;
  if (!empty.test(text)) return freshPacket();
  return text.replace(
    empty,
    (_, rdf: string, rest: string) => `<${rdf}:RDF${rest}>${description(rdf, "")}</${rdf}:RDF>`,
  );
}

/** Whether the packet says where the file's C2PA manifest is: in the file, or at a URL. */
export const linksManifest = (packet: string) => withoutManifestLink(packet) !== packet;

/** Without `dcterms:provenance`, where that is such a link; other statements of provenance stay. */
function withoutManifestLink(packet: string): string {
  const prefixes = new Set([...packet.matchAll(dublinCore)].map(([, prefix]) => prefix));
  return packet.replace(provenance, (whole, attribute?: string, element?: string) =>
    prefixes.has(attribute ?? element) && /["'>\s](?:self#jumbf=|https?:)/i.test(whole) ? "" : whole,
  );
}

/** A packet that says nothing else. */
export const freshPacket = () =>
  '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}">${description("rdf", "")}</rdf:RDF></x:xmpmeta>` +
  '<?xpacket end="w"?>';

/** All descriptions of a packet are of one thing, which has one name. */
function aboutOf(packet: string): string {
  const about = /:about\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(packet);
  return about?.[1] ?? about?.[2] ?? "";
}

const description = (rdf: string, about: string) =>
  `<${rdf}:Description ${rdf}:about="${about}" xmlns:Iptc4xmpExt="${NAMESPACE}"` +
  ` Iptc4xmpExt:DigitalSourceType="${DIGITAL_SOURCE_TYPE}"/>`;
