// The words of the page where readers propose links, in English.

/** The words of proposals. */
export const propose = {
  link: 'Suggest a link',
  title: 'Suggest a link',
  text: 'Read something that belongs in here? Every suggestion is read by an editor; nothing appears before that.',
  url: 'Link',
  why: 'Why is it worth reading? (500 characters at most)',
  name: 'Your name, as it shall be credited (optional)',
  email: 'Email address (optional; it is shown to nobody, and deleted 30 days after the decision)',
  thanks: 'Write to me once when it is published',
  send: 'Suggest',
  doneTitle: 'Thank you',
  doneText: 'An editor will look at your suggestion. If it gets in, it appears with one of the next issues.',
  another: 'Suggest another link',
  problems: {
    url: 'This is not a link that we can open. Copy the whole address from the browser; it begins with https:// or http://.',
    noWhy: 'Please say in a sentence why it is worth reading.',
    longWhy: 'That is more than 500 characters. Please shorten the reason; everything you wrote is still here.',
    longName: 'The name is longer than 80 characters.',
    noAddress: 'To be written to, give an email address, or take the tick away.',
    address: 'This is not an email address that we can send to.',
    tooFast: 'That was very quick, as programs are. Look it over, then press the button again.',
    tooOld: 'The page had been open for too long. Please press the button again.',
    blocked: 'We take no links from this site.',
    tooMany: 'Too many suggestions from your network; please try again in an hour.',
    full: 'Many suggestions are waiting already. Please try again in a few days.',
    told: 'This link has been in an issue already.',
  },
}
