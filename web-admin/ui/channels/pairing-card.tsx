import { Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './channels.module.css'

/** What a phone is linked with: a code for its camera, or letters to type in. */
export function PairingCard({ qr, code }: { qr: string | null; code: string | null }) {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!qr) return
    let gone = false
    void import('qrcode').then(({ toCanvas }) => {
      if (!gone && canvas.current) void toCanvas(canvas.current, qr, { width: 232, margin: 2 })
    })
    return () => {
      gone = true
    }
  }, [qr])
  return (
    <div className={classes.pairing}>
      {qr ? (
        <canvas ref={canvas} width={232} height={232} role="img" aria-label={t('channelRoom.qr')} />
      ) : null}
      {code ? (
        <>
          <Text fz="sm">{t('channelRoom.code')}</Text>
          <strong className={classes.code}>{code}</strong>
        </>
      ) : null}
    </div>
  )
}
