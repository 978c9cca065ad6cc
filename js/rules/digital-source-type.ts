/** IPTC `DigitalSourceType` of a photo that was partly created by a trained model. */
export const DIGITAL_SOURCE_TYPE =
  "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
