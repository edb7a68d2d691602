/** What somebody types who starts alone; a test holds it to the command line. */
export const alone = `npm install && npm run build:web
baize init --name "Example Alliance" --url https://feed.example/feed/
baize serve`;

/** What several members type who start together, the steps in short. */
export const together = `# each member, on its own machine
baize key new heron.root.key --use root --member heron
baize key new heron.vote.key --use vote --member heron
baize key new heron.cosigner.key --use cosigner --member heron
baize key export heron.vote.key > heron.vote.pub

# one of them drafts the alliance and its root
baize member set --name "Example Alliance" --url https://feed.example/feed/ --log-key log.pub
baize member add heron --name "Heron Watch" --reviewer heron.vote.pub
baize member set --quorum 3
baize root init alliance.json --threshold 14 --release-threshold 11 --key heron.root.pub --key heron.cosigner.pub --out root-1.json

# each signs it; then it is put in force, and each runs a co-signer
baize root sign root-1.json --key heron.root.key
baize root publish root-1.json
baize cosign https://feed.example/feed/ --watch 5`;
