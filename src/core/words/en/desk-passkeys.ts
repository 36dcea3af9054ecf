// The words about passkeys, in English.

/** The words about passkeys on the sign-in page and in the settings. */
export const passkeys = {
  title: 'Passkeys',
  text: 'A passkey opens the desk with the finger, face or PIN of a device, without a code. It works on this site alone.',
  signIn: 'Sign in with a passkey',
  impossible: (origin: string) =>
    `There are none here: browsers have passkeys only on a domain with https, or on localhost. This desk is at ${origin}.`,
  name: 'Name',
  newName: 'Name of the new one, such as its device (may stay empty)',
  add: 'Make a passkey',
  remove: 'Remove',
  created: 'made',
  used: 'last used',
  neverUsed: 'not used yet',
  needsScript: 'Passkeys need JavaScript.',
  freshForPasskey: 'Sign in again to make one',
  refusedTitle: 'No passkey was registered',
  notRegistered:
    'It took longer than five minutes, it is registered already, or it was not made for this site. Try again in the settings.',
  notKnown: 'This passkey opens nothing here, or it took longer than five minutes. Try again, or take another way in.',
}
