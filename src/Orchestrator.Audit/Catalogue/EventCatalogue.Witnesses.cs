using static Orchestrator.Audit.Catalogue.CatalogueLog;

namespace Orchestrator.Audit.Catalogue;

/// <content>The customers' witnesses.</content>
public static partial class EventCatalogue
{
    private static CatalogueEvent[] WitnessEvents() =>
    [
        Row("witness.added", Broker, "administrator", "{name} may witness the logs from now on, by {person}.", "witness:text key:text verifierKey:text"),
        Row("witness.removed", Broker, "administrator", "{name} is no witness any more, by {person}.", "witness:text key:text verifierKey:text"),
        Row("witness.cosigned", Broker, "broker", "Witness {name} cosigned {origin} with {size} records.", "witness:text origin:text size:number"),
        Row("witness.refused", Broker, "broker", "Witness {name} did not cosign {origin} with {size} records ({status}). Find out why: it may have seen another log.",
            "witness:text origin:text size:number status:number reason:text"),
        Row("witness.silent", Broker, "broker", "Witness {name} isn't there or doesn't answer.", "witness:text"),
    ];
}
