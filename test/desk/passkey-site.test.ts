// Where browsers have passkeys: on domains with https, and on localhost.
import { expect, test } from 'vitest'
import { passkeySiteOf } from '../../src/desk/passkey-site.ts'

test.each([
  ['https://weekly.example/list/', { host: 'weekly.example', origin: 'https://weekly.example' }],
  ['https://weekly.example:8443/', { host: 'weekly.example', origin: 'https://weekly.example:8443' }],
  ['http://localhost:8080/', { host: 'localhost', origin: 'http://localhost:8080' }],
  ['https://周刊.example/', { host: 'xn--obr90d.example', origin: 'https://xn--obr90d.example' }],
  ['http://weekly.example/', null],
  ['http://127.0.0.1:8080/', null],
  ['https://192.0.2.1/', null],
  ['https://[2001:db8::1]/', null],
])('%s', (url, site) => {
  expect(passkeySiteOf(url)).toEqual(site)
})
