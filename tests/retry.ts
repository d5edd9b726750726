import { jest } from '@jest/globals'

// Tests drive browsers, processes and a real database on whatever machine this is; where MongoDB runs under wine it may
// even crash and start again in the middle. One that fails is tried again, and the first failure is printed: a test that
// needs its second chance often has a race to find. At full size a promise has one chance. A file that failed all the same
// is run once more alone (scripts/test.mjs).
if (process.env.OTKLIK_FULL !== '1') jest.retryTimes(1, { logErrorsBeforeRetry: true })
