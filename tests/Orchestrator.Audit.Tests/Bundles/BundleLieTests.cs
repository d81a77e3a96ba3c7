using System.Text;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Evidence;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Tests.Bundles;

/// <summary>What somebody can try who has keys, or another root, or an older file.</summary>
public sealed class BundleLieTests
{
    [Fact]
    public void Another_root()
    {
        Refused(BundleCodes.Configuration, SmallBundle.Bundle, new BundleTrust(TestKeys.OtherRoot.Fingerprint, []));
        Refused(BundleCodes.Configuration, new BundleMaker { Vendor = new MadeVendor(TestKeys.OtherRoot) }.Make());
    }

    [Fact]
    [Trait("Requirement", "R-AUD-6")]
    public void A_forged_checkpoint_and_a_forked_log()
    {
        var maker = new BundleMaker();
        var bundle = maker.Make();
        using var stranger = Ed25519Key.Generate(new SeededRandom(99));
        var forged = new CheckpointSigner(maker.Instrument.Key.Name, stranger).Sign(maker.Instrument.Lines.Count, maker.Instrument.Tree.RootAt(maker.Instrument.Lines.Count));
        Refused(BundleCodes.Checkpoint, bundle with { Instrument = bundle.Instrument with { Checkpoints = [bundle.Instrument.Checkpoints[0], forged.Note] } });

        // The broker rewrites its log afterwards and signs it with its own key: the instrument recorded another one.
        var rewritten = new BundleMaker { Others = 4 }.Make();
        Refused(BundleCodes.BrokerRecord, bundle with { Broker = bundle.Broker with { Checkpoint = rewritten.Broker.Checkpoint } });
        var records = rewritten.Broker.Records.Zip(bundle.Broker.Records, (to, from) => to with { Record = from.Record }).ToList();
        Refused(BundleCodes.BrokerRecord, bundle with { Broker = rewritten.Broker with { Records = [.. records] } });
    }

    [Fact]
    [Trait("Requirement", "R-AUD-8")]
    public void A_broker_that_rewrote_its_log_is_caught_by_what_the_instrument_recorded()
    {
        var maker = new BundleMaker();
        var bundle = maker.Make();
        var other = new MadeLog(maker.Broker.Key.Name, MadeVendor.Usual.Log);
        for (var i = 0; i < maker.Broker.Lines.Count; i++)
        {
            var line = i == 0 ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(maker.Broker.Lines[0]).Replace("Somebody", "Nobody", StringComparison.Ordinal)) : maker.Broker.Lines[i];
            other.Lines.Add(line);
            other.Tree.Append(MerkleHasher.Leaf(line));
        }

        var head = other.Sign();
        Refused(BundleCodes.PeerCheckpoint, bundle with
        {
            Broker = new BrokerEvidencePart(
                head.Note,
                [.. bundle.Broker.Records.Select(r => r with { Proof = [.. other.Tree.InclusionProof(r.Index, head.Checkpoint.Size)] })],
                [.. bundle.Broker.Consistency.Select(c => c with { Proof = [.. other.Tree.ConsistencyProof(c.Size, head.Checkpoint.Size)] })]),
        });
    }

    [Fact]
    [Trait("Requirement", "R-AUD-8")]
    public void A_witness_that_is_missing_or_stale()
    {
        Refused(BundleCodes.NoWitness, new BundleMaker().Make(), SmallBundle.WithWitness);
        using var key = Ed25519Key.Generate(new SeededRandom(6));
        Refused(BundleCodes.NoWitness, new BundleMaker { Witnesses = [new WitnessSigner("lab.example/witness", key)] }.Make(), SmallBundle.WithWitness);
        Refused(BundleCodes.StaleWitness, Witnessed(TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(20)), SmallBundle.WithWitness);
        Refused(BundleCodes.StaleWitness, Witnessed(TimeSpan.FromMinutes(-11), TimeSpan.FromMinutes(5)), SmallBundle.WithWitness);
        Refused(BundleCodes.StaleWitness, Witnessed(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(4)), SmallBundle.WithWitness);
        Refused(BundleCodes.StaleWitness, Witnessed(TimeSpan.FromMinutes(1), TimeSpan.FromHours(25)), SmallBundle.WithWitness);
        Assert.Null(SmallBundle.Fault(Witnessed(TimeSpan.FromMinutes(9), TimeSpan.FromHours(23)), SmallBundle.WithWitness));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-4")]
    public void Time_that_goes_backwards()
    {
        Refused(BundleCodes.Time, With(m => m.Instrument.Change = r => r.Sequence == 8 ? r with { When = r.When with { MonotonicMicroseconds = -6_000_000 } } : r));
        Refused(BundleCodes.Time, With(m => m.Instrument.Change = r => r.Sequence == 8 ? r with { When = r.When with { UtcMilliseconds = r.When.UtcMilliseconds - 3_600_000 } } : r));
    }

    [Fact]
    public void A_record_of_a_newer_program_and_a_bundle_of_a_newer_format()
    {
        Refused(BundleCodes.NewerFormat, With(m => m.Instrument.ChangeLine = (i, line) => i == 5 ? Newer(line) : line));
        Refused(BundleCodes.NewerFormat, With(m => m.Broker.ChangeLine = (_, line) => Newer(line)));
        var newer = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(BundleWriter.Write(SmallBundle.Bundle)).Replace("evidence/1", "evidence/2", StringComparison.Ordinal));
        Assert.Equal(BundleCodes.NewerFormat, BundleVerifier.Verify(newer, SmallBundle.Trust).Fault!.Code);
    }

    [Fact]
    public void A_record_at_the_size_limit_is_read_and_one_beyond_it_isnt()
    {
        var long480 = new string('x', 480);
        Assert.Null(SmallBundle.Fault(With(m => m.Story.Change = e => e is Opened ? [e, .. Enumerable.Repeat(new PartFailed(long480, long480), 3)] : [e])));
        Refused(BundleCodes.Record, With(m => m.Instrument.ChangeLine = (i, line) => i == 5 ? [.. line[..^1], .. Enumerable.Repeat((byte)' ', 65_536 - line.Length), (byte)'}'] : line));
    }

    [Fact]
    public void A_story_that_the_rules_dont_allow()
    {
        Refused(BundleCodes.Story, Told(e => e is Asked ? [e, e] : [e]), withTexts: false);
        Refused(BundleCodes.Story, Told(e => e is ChannelOpened ? [e, e] : [e]));
        Refused(BundleCodes.Story, Told(e => e is ChannelClosed ? [] : [e]));
        Refused(BundleCodes.Story, Told(e => e is Ended ? [e, new ViewPaused()] : [e]));
        Refused(BundleCodes.Story, Told(e => e is Started ? [new ViewPaused(), e] : [e]));
        Refused(BundleCodes.Story, Told(e => e is ChannelMetered ? [e, e] : [e]));
        Refused(BundleCodes.Story, Told(e => e is Opened ? [e, new ChannelMetered(new ChannelId(9), 0, 0, 0, 0)] : [e]));
        Refused(BundleCodes.Story, Told(e => e is GrantEnded ? [e, e] : [e]));
        Refused(BundleCodes.Story, Told(e => e is GrantEnded over ? [e, new ChannelOpened(new ChannelId(9), over.Grant, over.Capability)] : [e]));
        Refused(BundleCodes.Receipt, Told(e => e is Granted g ? [g with { Seconds = 10, Receipt = g.Receipt with { Signature = Convert.ToBase64String(new byte[384]) } }] : [e]));
    }

    [Fact]
    public void A_ticket_for_another_run_session_or_person()
    {
        Refused(BundleCodes.Ticket, new BundleMaker { ChangeTicket = t => t with { Session = new SessionNumber(999_999_999) } }.Make());
        Refused(BundleCodes.Ticket, new BundleMaker { ChangeTicket = t => t with { InstrumentKey = TestKeys.Stranger.Fingerprint } }.Make());
        Refused(BundleCodes.Ticket, new BundleMaker { ChangeTicket = t => t with { InstrumentLogKey = MadeVendor.Usual.Log.Public.Bytes } }.Make());
        Refused(BundleCodes.Ticket, new BundleMaker { ChangeTicket = t => t with { TechnicianKey = TestKeys.Stranger.Fingerprint } }.Make());
        Refused(BundleCodes.Ticket, new BundleMaker { ChangeTicket = t => t with { PrintedName = "Somebody Else" } }.Make());
        Refused(BundleCodes.Ticket, new BundleMaker { ChangeTicket = t => t with { BrokerName = "other.example" } }.Make());
    }

    private static EvidenceBundle Witnessed(TimeSpan first, TimeSpan last) =>
        new BundleMaker { Witnesses = [SmallBundle.Witness], WitnessedAt = (MadeVendor.Now + first, MadeVendor.Now + last) }.Make();

    private static EvidenceBundle With(Action<BundleMaker> change)
    {
        var maker = new BundleMaker();
        change(maker);
        return maker.Make();
    }

    private static EvidenceBundle Told(Func<SessionEvent, IEnumerable<SessionEvent>> change) => With(m => m.Story.Change = change);

    private static byte[] Newer(byte[] line) => [.. "{\"v\":2"u8, .. line.AsSpan("{\"v\":1".Length)];

    private static void Refused(string code, EvidenceBundle bundle, BundleTrust? trust = null, bool withTexts = true)
    {
        var made = withTexts ? bundle : bundle with { Instrument = bundle.Instrument with { Texts = [] } };
        var fault = SmallBundle.Fault(made, trust);
        Assert.True(fault?.Code == code, $"{code} expected, not {fault}");
    }
}
