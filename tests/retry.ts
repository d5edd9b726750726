import { expect, jest } from '@jest/globals'

// Whole-app tests drive browsers, processes and a database on whatever machine this is. One that fails is tried again, and
// the first failure is printed: a test that needs its second chance often has a race to find. A rule tested by itself
// gets no second chance.
if (/[\\/](tests|sandbox)[\\/]/.test(expect.getState().testPath ?? '')) {
  jest.retryTimes(2, { logErrorsBeforeRetry: true })
}
