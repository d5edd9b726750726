// The product drives a system Chromium (CHROMIUM_PATH); puppeteer's own download is not needed.
module.exports = { skipDownload: true }
