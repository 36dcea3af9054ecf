// The words of the desk's page for pictures, in English.

/** The words for putting a picture into a note or a foreword. */
export const picturePage = {
  add: 'Add a picture…',
  title: 'Add a picture',
  text: 'JPEG, PNG, WebP or GIF, up to 8 MB. It is made smaller where it is wider or higher than 1,600 pixels, and what the camera wrote into it (place, time, device) is taken out. Of a moving GIF the first picture stays.',
  file: 'Picture',
  alt: 'What is to be seen, for those who do not see it',
  source: 'Where it comes from (may stay empty)',
  from: (source: string) => `From ${source}`,
  upload: 'Add',
  kept: 'What you wrote is kept and comes back with the picture.',
  check: 'The picture is in; look it over and save.',
  stored: 'It is stored. This line puts it into a note or a foreword:',
  altMissing: 'Say in words what is to be seen. Choose the file once more; all else is still here.',
  fileMissing: 'Choose a file.',
  tooLarge: 'The file is larger than 8 MB. Choose a smaller one; all else is still here.',
  problem: (said: string) => `${said} All else is still here.`,
}
