// Words of further languages by which newsletters name what belongs to one reader: German, French, Japanese, and the chief ones of others. Tables.
// Each pattern is tried on texts that are capped where they enter, and no word stands open before it.

const anyOf = (...parts: readonly RegExp[]): RegExp =>
  new RegExp(parts.map(({ source }) => `(?:${source})`).join('|'), 'iu')

/** Leaving, in whatever words stand around it. */
export const leavingAbroad = anyOf(
  /abmelde[nt]|abmeldung vo[mn]|newsletter-?abmeldung|abbestell|austragen|(?:abo(?:nnement)?|newsletter|mitgliedschaft) (?:hier |jetzt )?(?:kündigen|beenden|stornieren|löschen)|kündige?n? (?:sie )?(?:ihr|dein|das) abo/,
  /keine? (?:weiteren? |mehr )?(?:e-?mails?|newsletter|mails?|nachrichten)(?: mehr)? (?:erhalten|empfangen|bekommen|von uns)|nicht (?:mehr|länger) (?:erhalten|empfangen|bekommen|beziehen)|aus (?:dem|der|unserem) (?:e-?mail-?)?(?:verteiler|liste)/,
  /d[ée]sabonn|d[ée]sinscri|ne (?:plus|pas) (?:souhaite[rz]? )?recevoir|souhaitez plus recevoir|(?:annuler|résilier) (?:mon |votre |cet |l['’])abonnement|^(?:me )?résilier/,
  /配信の?(?:停止|解除|中止|不要)|(?:購読|登録|会員|メルマガ|マガジン|ニュースレター|メール|受信)[のを]?(?:解除|停止|中止|拒否|取消|取り消|キャンセル|やめ)|退会(?:する|は|手続|ページ|フォーム|希望|の方|$)|(?:配信|受信|購読)を(?:希望|停止|解除|やめ)|オプトアウト/,
  /(?:darse|darme|date|dar) de baja|(?:cancelar|anular|eliminar) (?:la |mi |tu |su |a |minha |sua )?(?:suscripci|inscri[cç]|assinatura)|desuscri|desinscrev|descadastr|(?:annulla|cancella|disdici) (?:l['’] ?|la )?iscrizione|disiscri|cancellati|uitschrijv|afmeld|avprenumer|avregistrer|avmeld|framel[dt]/,
  /отписа|отказаться от (?:рассыл|подпис)|відписа|구독 ?(?:취소|해지|해제)|수신 ?(?:거부|취소|해지)|회원 ?탈퇴|wypisz si|rezygnuj[ęe]|zrezygnuj|odhlásit|abonelikten|hủy đăng ký|berhenti berlangganan/,
)

/** Looking at the mail elsewhere, settings, confirming, passing on: anywhere in the words of a link. */
export const personalAbroad = anyOf(
  /(?:im|in (?:ihrem|deinem)) (?:web-?)?browser (?:an|ö|lesen|betrachten|auf)|browser-?ansicht|(?:web|online|browser)-?(?:version|ansicht)|online (?:ansehen|anschauen|lesen|anzeigen|öffnen|betrachten)|nicht (?:richtig|korrekt|einwandfrei|optimal) (?:angezeigt|dargestellt)|(?:darstellungs|anzeige)problem/,
  /(?:e-?mail|abo|abonnement|newsletter|profil|konto|benachrichtigungs?)-?(?:einstellung|verwalt|präferenz)|(?:abo(?:nnement)?s?|profil|konto|einstellungen|präferenzen|daten|e-?mail-?adresse|newsletter|interessen) (?:hier |jetzt |selbst )?(?:verwalten|ändern|bearbeiten|anpassen|aktualisieren)|(?:ihre?|deine?) (?:daten|profil|einstellungen|abonnements?|e-?mail-?adresse) /,
  /(?:anmeldung|registrierung|adresse|e-?mail|abo(?:nnement)?|newsletter|konto|bestellung|eintragung) (?:jetzt |hier )?(?:bestätigen|verifizieren|aktivieren|abschließen)|bestätigen? (?:sie )?(?:hier|jetzt|bitte|ihre|ihr|deine|dein)/,
  /(?:an|mit) (?:einen |eine |deine |ihre |die )?(?:freund|kolleg|bekannte)[a-zäöü]{0,6} (?:weiter|senden|teilen)|freunde? (?:einladen|werben|empfehlen)|(?:newsletter|e-?mail|ausgabe) (?:weiterleiten|weiterempfehlen|teilen|empfehlen)|warum (?:erhalte|bekomme) ich/,
  /(?:dans|avec|sur) (?:votre |ton |le |un |mon )?navigateur|version (?:en ligne|navigateur|html)|(?:voir|lire|consulter|afficher|visualiser|ouvrir) (?:(?:cet|cette|ce|le|la) (?:e-?mail|message|mail|newsletter|courriel|lettre|infolettre|numéro) |l['’](?:e-?mail|infolettre) )?(?:en ligne|sur le web)|s['’]affiche (?:pas|mal)|problèmes? d['’]affichage/,
  /(?:gérer|gérez|modifier|modifiez|mettre à jour|changer|éditer) (?:(?:mes|vos|mon|votre|ma|les|le|la|tes|ton) )?(?:préférence|abonnement|inscription|profil|compte|coordonnée|adresse|e-?mail|paramètre|données|notification|informations)|(?:préférences|paramètres) (?:de |d['’])(?:communication|messagerie|e-?mail|abonnement|notification|contact|compte|newsletter)/,
  /(?:confirme[rz]|vérifie[rz]|valide[rz]|active[rz]|finalise[rz]) (?:(?:mon|votre|ma|ton|cette|mes) |l['’])?(?:inscription|abonnement|adresse|e-?mail|compte|identité|courriel)|je (?:confirme|m['’]inscris|valide)/,
  /(?:transférer|transférez|envoyer|partager|partagez|faire suivre|recommander|parrainer|parrainez|inviter|invitez) (?:(?:cet|cette|ce|la|le|un|une|des|mes|vos|à un|à une|à des|à vos|avec un|avec vos) |l['’])?(?:e-?mail|mail|message|newsletter|lettre|courriel|infolettre|ami|proche|collègue)|lien de parrainage|pourquoi (?:recevez|est-ce que je reçois)/,
  /ver (?:este correo |la versión |versión |o e-?mail )?(?:web |online )?(?:en|no) (?:el |tu |su |seu )?navegador|ver (?:en línea|online)|visualizar no navegador|(?:visualizza|apri|leggi) (?:questa e-?mail |l['’]e-?mail )?(?:nel|in) (?:tuo )?browser|bekijk (?:(?:deze|de) (?:e-?mail|mail|nieuwsbrief) )?(?:in (?:je|uw|de)? ?browser|online)|webversie|vis(?:a)? (?:i|den i) (?:browser|webbläsare)/,
  /(?:confirmar|confirma|confirme|conferma|bevestig) (?:mi |tu |su |la |sua |la tua |l['’]|je |uw )?(?:suscrip|correo|registro|cuenta|inscri|e-?mail|iscrizion|aanmelding|adres)|(?:gestionar|administrar|actualizar|cambiar|gerenciar|atualizar|gestisci|modifica|aggiorna|beheer|wijzig) (?:mis |tus |sus |las |mi |tu |suas |as |le |le tue |il |je |uw )?(?:preferenc|preferên|preferenz|suscrip|perfil|profil|datos|dados|iscrizion|voorkeur|abonnement|inscri)|(?:reenviar|enviar|inoltra|stuur door) (?:a|aan) (?:un |uma? |een )?(?:amig|amic|vriend)/,
  /(?:открыть|посмотреть|просмотреть|читать|смотреть) (?:письмо )?в браузере|веб-?версия|подтверди(?:ть|те) (?:подписку|адрес|почту|регистрацию|e-?mail)|настро(?:йки|ить) (?:подпис|рассыл|уведомл)|(?:переслать|отправить) другу|пригласи(?:ть|те) друга|브라우저(?:에서|로) ?(?:보기|열기|확인)|웹(?:에서|으로) ?(?:보기|읽기)|구독 ?(?:설정|관리|확인|인증|정보)|이메일 ?(?:인증|확인|변경)|친구(?:에게|를)? ?(?:공유|추천|초대|전달)/,
)

/** The same in Japanese, where a headline has such words sooner: of few characters alone. */
export const personalJapanese = anyOf(
  /(?:ブラウザー?|ウェブ|web|オンライン|サイト)(?:版)?[でを](?:見|表示|読|開|閲覧|ご覧|確認)|(?:ウェブ|web|オンライン|ブラウザ)版(?:は|を|で|へ|$)|表示され(?:ない|ません)|表示(?:が)?(?:崩れ|できない)/,
  /(?:配信|メール|メルマガ|購読|受信|通知|会員|登録|アカウント|プロフィール|アドレス|お客様)(?:情報|内容|頻度|先)?[のを・]?(?:設定|変更|管理|編集|更新)/,
  /(?:登録|購読|アドレス|メール|アカウント|本人|申し?込み)[のを]?(?:確認|認証|完了|承認|有効化|確定)|(?:お?友(?:達|だち)|友人|知人|同僚)[にをへ](?:紹介|転送|シェア|すすめ|勧め|招待|教え)|(?:紹介|招待)(?:コード|リンク|url|する)|(?:この|本)(?:メール|メルマガ|号)[をに](?:転送|シェア|共有|評価)|(?:設定|パスワード)を?(?:変更|再設定|リセット)/,
)

/** A link that is this and no more. */
export const shortAbroad = anyOf(
  /^(?:(?:jetzt|hier|bitte|zum|zur|mein|meine|ihr|dein|newsletter|e-?mail|ja,?) )*(?:bestätigen|weiterleiten|weiterempfehlen|weitersagen|teilen|anmelden|registrieren|einloggen|konto|profil|profil bearbeiten|einstellungen|präferenzen|webversion|empfehlen|abonnieren|verwalten|kündigen|einladen|adresse ändern|daten ändern|bewerten)$/,
  /^(?:(?:je|oui,?|mon|ma|mes|votre|vos|cliquez pour|se|me|le|la|les) )*(?:confirmer|valider|partager|transférer|parrainer|recommander|connecter|connexion|compte|profil|préférences|paramètres|abonner|s['’]abonner|voir en ligne|version web|parrainage|abonnement|gérer|noter)$/,
  /^(?:こちら(?:から|で|を)?|ここから|今すぐ|はい、?|無料で)*(?:確認|認証|承認|転送|シェア|共有|招待|紹介|ログイン|サインイン|マイページ|登録|会員登録|購読|解除|停止|退会|設定|変更|アカウント|プロフィール|いいね|投票|評価|アンケート)(?:する|はこちら|ページ|画面|へ|フォーム|に進む|に回答)*$/,
  /^(?:preferencias|preferências|preferenze|voorkeuren|compartir|compartilhar|condividi|delen|reenviar|inoltra|doorsturen|confirmar|conferma|bevestigen|iniciar sesión|accedi|inloggen|mi cuenta|minha conta|mijn account|il mio account|поделиться|переслать|подтвердить|войти|настройки|공유|공유하기|확인|인증하기|로그인|설정|구독하기|전달하기|미리보기|웹에서 보기)$/,
)

/** Words that say nothing of where a link leads. */
export const pointingAbroad = anyOf(
  /^[^\p{L}\p{N}]*(?:(?:bitte |einfach )?(?:klicken? sie |klicke |klick )?(?:bitte )?(?:auf )?(?:hier|diesen link|den link|diesem link|diese seite|dieser link)(?: klicken)?|(?:cliquez |cliquer |clique |par )?(?:ici|sur ce lien|ce lien|cette page|là)|(?:haz |haga |da )?(?:clic |click |clique )?(?:aquí|aqui|este enlace|neste link)|(?:clicca |fai clic )?(?:qui|questo link)|(?:klik )?(?:hier|deze link)|здесь|тут|по ссылке|ссылке|여기|여기를 클릭|링크|(?:詳しくは)?こちら(?:から|へ|をクリック|のリンク|のページ)?|ここ(?:から|をクリック)?|リンク|下記(?:リンク|url)?)[^\p{L}\p{N}]*$/iu,
)

/** A link that leads to what the words before it are about. */
export const readingAbroad = anyOf(
  /^[^\p{L}\p{N}]*(?:weiter ?lesen|weiter|mehr(?: lesen| erfahren| dazu| infos?)?|zum (?:artikel|beitrag|ganzen artikel|video|blog)|(?:jetzt |artikel |ganzen artikel )?lesen|quelle|zur quelle|details|anhören|ansehen|lire(?: la suite| l['’]article| plus)?|la suite|en savoir (?:plus|\+)|voir (?:l['’]article|plus|la vidéo)|découvrir|écouter|続き(?:を読む|はこちら|を見る)?|もっと(?:見る|読む|詳しく)|詳細(?:を見る|はこちら)?|詳しく(?:見る|読む|はこちら)?|記事を(?:読む|見る)|全文(?:を読む|表示)?|元記事|出典|leer más|seguir leyendo|saber más|ler mais|leggi(?: tutto| di più| l['’]articolo)?|continua a leggere|lees (?:meer|verder)|meer lezen|читать(?: далее| дальше| полностью)?|подробнее|더 ?(?:보기|읽기)|자세히 ?(?:보기|읽기)|원문(?: 보기)?)[^\p{L}\p{N}]*$/iu,
)

/** Places of the list itself. */
export const furnitureAbroad = anyOf(
  /^[^\p{L}\p{N}]*(?:datenschutz(?:erklärung|hinweise)?|agb|startseite|kontakt|über uns|archiv|mediadaten|werben|anzeige|mentions légales|confidentialité|politique de confidentialité|accueil|contact|à propos|publicité|archives|プライバシー(?:ポリシー)?|個人情報(?:保護方針|の取り?扱い)?|利用規約|特定商取引法.{0,12}|会社概要|お問い?合わせ|運営会社|バックナンバー|広告掲載|公式サイト|política de privacidad|aviso legal|privacidad|contacto|privacidade|informativa (?:sulla )?privacy|privacybeleid|политика конфиденциальности|개인정보 ?(?:처리방침|보호정책)|이용약관|문의(?:하기)?)[^\p{L}\p{N}]*$/iu,
)

/** Subjects of mails that ask whether somebody wants to subscribe. */
export const askingSubjectAbroad = anyOf(
  /(?:bestätig|aktivier)[a-zäöü]{0,6}.{0,40}(?:anmeldung|adresse|e-?mail|abo|newsletter|registrierung|konto)|(?:anmeldung|adresse|e-?mail|abo|newsletter|registrierung|konto).{0,40}bestätig|nur noch ein (?:klick|schritt)|anmeldebestätigung|fast geschafft/,
  /(?:confirm|valid|activ|vérifi)[a-zéè]{1,8}.{0,40}(?:inscription|abonnement|adresse|e-?mail|compte|newsletter|courriel)|(?:inscription|abonnement|adresse).{0,40}(?:confirmer|valider|vérifier)|(?:plus qu['’]une étape|dernière étape)/,
  /(?:登録|購読|アドレス|メール|アカウント|会員|申し?込み).{0,16}(?:確認|認証|承認|本登録|完了して)|(?:確認|認証|承認).{0,12}(?:お願い|ください|メール|登録)|本登録|仮登録/,
  /confirm[ae]r?.{0,30}(?:suscripci|correo|inscri|e-?mail)|conferma.{0,30}(?:iscrizion|e-?mail|indirizzo)|bevestig.{0,30}(?:inschrijving|aanmelding|e-?mail)|подтверд.{0,30}(?:подписк|адрес|почт|регистрац)|(?:구독|이메일|메일).{0,10}(?:확인|인증)/,
)

/** Words of the link that confirms. */
export const askingAbroad = anyOf(
  /bestätig|aktivier|verifizier|ja,? (?:ich|bitte|anmelden)|confirme[rz]?|valide[rz]|vérifie[rz]|active[rz]|je m['’]inscris|確認|認証|承認|本登録|登録を(?:完了|確定)|登録する|confirmar|confirma|conferma|bevestig|подтверд|확인|인증/,
)
