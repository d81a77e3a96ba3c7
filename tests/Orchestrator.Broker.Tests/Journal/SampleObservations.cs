using System.Runtime.CompilerServices;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Evidence;

namespace Orchestrator.Broker.Tests.Journal;

/// <summary>One of each kind of observation with plain values, whatever its fields are.</summary>
internal static class SampleObservations
{
    public static Type[] Kinds { get; } = [.. typeof(BrokerObservation).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(BrokerObservation)) && !t.IsAbstract)];

    /// <summary>Its record, with texts that go nowhere.</summary>
    public static RecordBody Record(BrokerObservation observation, long? pending = null) =>
        new ObservationRecords(new MadeTexts(new SeededRandom(1))).Write(observation, pending);

    /// <param name="kind">Which.</param>
    /// <param name="flag">Value of its flags: some sentences depend on one.</param>
    public static BrokerObservation Of(Type kind, bool flag = false)
    {
        var constructor = kind.GetConstructors().Single();
        return (BrokerObservation)constructor.Invoke([.. constructor.GetParameters().Select(p => p.ParameterType == typeof(bool) ? flag : Value(p.ParameterType))]);
    }

    private static object Value(Type type) =>
        type == typeof(string) ? "text"
        : type == typeof(SessionNumber) || type == typeof(SessionNumber?) ? new SessionNumber(123456789)
        : type == typeof(CapabilitySet) ? CapabilitySet.Everything
        : type == typeof(Capability) ? Capability.ViewScreen
        : type == typeof(ActingPerson) ? new ActingPerson("petra", "Petra Lind", "admin", "password+totp", null)
        : type == typeof(ProvenPerson) ? new ProvenPerson("susan", "Susan Moor", "supervisor", "password+totp", "00")
        : type == typeof(Instrument) ? new Instrument("Handler 3", "SN-1", "Lab 2", "Linux", "0.1.0", "00")
        : type == typeof(PluginObservations.PluginFacts) ? new PluginObservations.PluginFacts("audit.file", "2.0.0", 3, "00", "Example Instruments", "audit.file 2.0.0 #3 is active.", null, 0)
        : RuntimeHelpers.GetUninitializedObject(type);
}
