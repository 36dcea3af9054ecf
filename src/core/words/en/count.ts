// Counts in English, for all files of English words.

/** `1 story`, `2 stories`. */
export const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`
