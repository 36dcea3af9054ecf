// The words of the desk's page of targets, in English.

/** The page of the places that are told of each issue. */
export const targets = {
  title: 'Other places',
  text: 'Each is told of each new issue once. What is to be sent again goes out with the next run.',
  none: 'No other place is told of issues yet. On the server, weekly target add NAME sets one up.',
  nothingYet: 'Nothing was sent there yet; the next issue is the first.',
  states: {
    planned: 'is about to be sent',
    sending: 'is being sent',
    sent: 'arrived',
    refused: 'was refused',
    retry: 'is sent again by itself',
    uncertain: 'may or may not have arrived: look there',
  },
  again: 'Send again',
  isThere: 'It is there',
  test: 'Send a test message',
  tested: (name: string) => `The test went out to ${name}; look whether it is there.`,
}
