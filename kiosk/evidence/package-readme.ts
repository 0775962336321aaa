/** What lies beside the evidence for whoever opens the folder years later: in Chinese and English. */
export const README = `在课 证据包
============

打开 index.html 查看（无需网络、无需安装）：选择日期、课时、学员，点击“依据”，录像会跳到对应的那一秒。

目录
  segments/     封存的原始录像，逐字节与教室电脑中的一致
  lessons/      每课时的清单（manifest）、考勤记录（records）、摄像头有效观察时段（coverage）、依据（openings）、更正（correction）
  pictures/     依据所附的面部画面
  clips/        每课时、每个摄像头的合并录像（仅为方便观看，不是证据本身）
  sheets/       每课时的缩略图
  forms/        表格（如有）
  journal/      证据日志 log.jsonl、叶子哈希 leaves、签名的检查点 checkpoints
  proofs.json   单条日志的包含证明和早期检查点的一致性证明
  public-key.txt 教室电脑的公钥
  contents.json 本文件夹全部文件的清单；其哈希在日志的 export 条目中

如何核验
  npm run --silent verify-evidence -- 本文件夹 --head 中心保存的检查点 --key 中心登记的公钥
  输出一行 JSON：ok 为 true 表示自封存以来没有任何改动；gaps 是没有录像的时段及原因；faults 逐条说明问题。
  没有 --head 或 --key 时，只能证明“这些内容由持有该私钥者签名”；公钥本身是否属于该教室，应与中心登记的核对。

不用本软件的核验方法
  1. log.jsonl 的每一行（不含换行符）是一个叶子：SHA-256(0x00 || 行)；两个节点合并为 SHA-256(0x01 || 左 || 右)（RFC 6962）。
  2. checkpoints 的最后一段：第二行是条目数，第三行是树根（base64）；空行后是 Ed25519 签名（C2SP signed-note / tlog-checkpoint）。
  3. log.jsonl 中最后一条 export 的 contents 等于 contents.json 的 SHA-256；contents.json 列出每个文件的 SHA-256。

Evidence package of a Zaike kiosk. Open index.html. Every line of journal/log.jsonl is a leaf of an RFC 6962 Merkle tree; the last note
in journal/checkpoints (C2SP tlog-checkpoint, Ed25519) signs its head. The last export entry holds the SHA-256 of contents.json, which lists
every file here. Compare public-key.txt, or better the head, with what the center kept: a folder alone cannot prove whose key it is.
`;
