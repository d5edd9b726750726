# syntax=docker/dockerfile:1
# Otklik without a database (compose.yaml brings one). Build: docker build -t otklik .

FROM node:20-bookworm-slim AS packages
WORKDIR /app
ENV PUPPETEER_SKIP_DOWNLOAD=1
COPY package.json package-lock.json .npmrc .puppeteerrc.cjs ./

# What runs.
FROM packages AS runtime-packages
RUN npm ci --omit=dev && npm cache clean --force

# What builds.
FROM packages AS build
RUN npm ci
COPY . .
RUN node scripts/build.mjs && rm -rf dist/tests

FROM node:20-bookworm-slim
LABEL org.opencontainers.image.title="Otklik" org.opencontainers.image.licenses="MIT"
# The browser is for WhatsApp Web (WHATSAPP_PROVIDER=web); the fonts are for what it shows.
RUN apt-get update \
  && apt-get install -y --no-install-recommends chromium fonts-dejavu-core fonts-noto-color-emoji \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data CHROMIUM_PATH=/usr/bin/chromium
COPY --from=runtime-packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
# The user "node" (1000) of the base image; nothing but the data folder is its own.
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# SIGTERM stops in order within 10 s; give it that (compose.yaml does).
STOPSIGNAL SIGTERM
CMD ["node", "--enable-source-maps", "dist/main.js"]
