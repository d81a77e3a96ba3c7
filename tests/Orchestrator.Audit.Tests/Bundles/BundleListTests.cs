using System.Collections.Immutable;
using Orchestrator.Audit.Bundles;

namespace Orchestrator.Audit.Tests.Bundles;

/// <summary>Every record, proof, key and note removed, repeated, swapped or taken from another session, with the container written anew.</summary>
[Trait("Requirement", "R-AUD-5")]
[Trait("Requirement", "R-AUD-7")]
public sealed class BundleListTests
{
    private static readonly EvidenceBundle Good = SmallBundle.Bundle;
    private static readonly EvidenceBundle Other = SmallBundle.Other;

    [Fact]
    public void The_instruments_records() => Each(Good.Instrument.Records, Other.Instrument.Records, list => Good with { Instrument = Good.Instrument with { Records = list } });

    [Fact]
    public void The_brokers_records() => Each(Good.Broker.Records, Other.Broker.Records, list => Good with { Broker = Good.Broker with { Records = list } });

    [Fact]
    public void Consistency_proofs() => Each(Good.Broker.Consistency, Other.Broker.Consistency, list => Good with { Broker = Good.Broker with { Consistency = list } }, sameInOther: true);

    [Fact]
    public void Tickets() => Each(Good.Tickets, Other.Tickets, list => Good with { Tickets = list });

    [Fact]
    public void Certificates() => Each(Good.Certificates, [SmallBundle.Other.Configuration], list => Good with { Certificates = list });

    [Fact]
    public void Witnesses() => Each(Good.Witnesses, ["lab.example/other+00000000+AAAA"], list => Good with { Witnesses = list });

    [Fact]
    public void Checkpoints() => Each(Good.Instrument.Checkpoints, Other.Instrument.Checkpoints, list => Good with { Instrument = Good.Instrument with { Checkpoints = list } }, mayLack: i => i == 0);

    /// <summary>A text that isn't there may have been erased: that is said, and is no fault.</summary>
    [Fact]
    public void Texts() => Each(Good.Instrument.Texts, Other.Instrument.Texts, list => Good with { Instrument = Good.Instrument with { Texts = list } }, mayLack: _ => true);

    [Fact]
    public void Every_part_of_another_session()
    {
        EvidenceBundle[] mixed =
        [
            Good with { Session = Other.Session }, Good with { Instrument = Other.Instrument }, Good with { Broker = Other.Broker },
            Good with { Instrument = Good.Instrument with { LogKey = Other.Instrument.LogKey } }, Good with { Instrument = Good.Instrument with { Binding = Other.Instrument.Binding } },
            Good with { Broker = Good.Broker with { Checkpoint = Other.Broker.Checkpoint } },
        ];
        Assert.All(mixed, bundle => Assert.NotNull(SmallBundle.Fault(bundle)));
    }

    private static void Each<T>(ImmutableArray<T> list, ImmutableArray<T> others, Func<ImmutableArray<T>, EvidenceBundle> with, Func<int, bool>? mayLack = null, bool sameInOther = false)
    {
        for (var i = 0; i < list.Length; i++)
        {
            if (mayLack?.Invoke(i) != true)
                Refused(list.RemoveAt(i), $"without {i}");
            Refused(list.Insert(i, list[i]), $"{i} twice");
            if (i + 1 < list.Length)
                Refused(list.SetItem(i, list[i + 1]).SetItem(i + 1, list[i]), $"{i} and the next swapped");
            if (!sameInOther)
                Refused(list.SetItem(i, others[Math.Min(i, others.Length - 1)]), $"{i} of another session");
        }

        Refused(list.Add(others[^1]), "one more");

        void Refused(ImmutableArray<T> changed, string how)
        {
            var fault = SmallBundle.Fault(with(changed));
            Assert.True(fault is { Place.Length: > 0 }, $"{how}: {fault}");
        }
    }
}
