// How a line says where the picture above it comes from.

/** What such a line begins with. */
export const sourceStart =
  /^(?:from|source|via|credit|photo|image|来源|來源|图源|图片来源|出处|来自|图自)(?![\p{Script=Latin}\p{N}])/iu
