#!/usr/bin/env node
import { CUSTOMER_COMMANDS } from '../customer-commands.ts';
import { main } from '../main.ts';

process.exitCode = await main(process.argv.slice(2), CUSTOMER_COMMANDS);
