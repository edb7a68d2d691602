import { existsSync, readFileSync } from 'node:fs';
import { siteKey } from '../src/core/entry.ts';
import { parseSite } from '../src/core/hostname.ts';
import { scamHosts, scamPaths } from './generator.ts';

const real = new URL('../../shared/data/domains-351k.json', import.meta.url);

/** The 351,000 real names beside the project where they are there, raw as their publisher has them; else null. */
function realHosts(): string[] | null {
  return existsSync(real) ? (JSON.parse(readFileSync(real, 'utf8')) as string[]) : null;
}

/** 351,000 distinct canonical host keys: the real ones where they are there, else generated ones. */
export function hostList(): string[] {
  const raw = realHosts();
  if (raw === null) return scamHosts(351_000);
  const keys = raw.map((name) => {
    const site = parseSite(name);
    return site === null || site.path !== '' ? null : siteKey(site);
  });
  return [...new Set(keys.filter((key) => key !== null))];
}

const realPathFile = new URL('../../shared/data/eal-uri.json', import.meta.url);

/** Paths of a real list on hosts that many share, where it is beside the project; else generated ones of the same shape. */
export function pathList(): string[] {
  if (existsSync(realPathFile)) return JSON.parse(readFileSync(realPathFile, 'utf8')) as string[];
  return scamPaths(200);
}
