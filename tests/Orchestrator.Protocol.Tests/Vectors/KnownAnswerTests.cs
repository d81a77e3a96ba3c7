using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol.Tests.Vectors;

/// <summary>
/// Every value of a handshake with fixed randomness and of the first records after it, as the JavaScript implementation wrote them
/// (tests/interop/known-answers.mjs), recomputed here: frozen in tests/Vectors/handshake, so no Node.js is needed.
/// </summary>
[Trait("Requirement", "R-HS-12")]
public class KnownAnswerTests
{
    [Theory]
    [InlineData("link")]
    [InlineData("e2e")]
    public void Key_agreement_gives_the_frozen_secrets(string name)
    {
        var known = Load(name);
        using var own = X25519Key.Generate(new Scripted(known["xI private"]));
        using var theirs = X25519Key.Generate(new Scripted(known["xR private"]));
        using var kem = MlKem768Key.Generate(new Scripted(known["ML-KEM seed"]));
        byte[] one = new byte[32], two = new byte[32], encapsulated = new byte[32], decapsulated = new byte[32], ciphertext = new byte[1088];
        Assert.True(own.TryAgree(known["xR"], one));
        Assert.True(theirs.TryAgree(known["xI"], two));
        Assert.True(MlKem768.TryEncapsulate(known["kemR"], new Scripted(known["ML-KEM random"]), ciphertext, encapsulated));
        Assert.True(kem.TryDecapsulate(ciphertext, decapsulated));
        Same(known, ("xI", own.Public), ("xR", theirs.Public), ("kemR", kem.EncapsulationKey), ("ctKem", ciphertext));
        Same(known, ("x25519", one), ("x25519", two), ("mlkem", encapsulated), ("mlkem", decapsulated));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("e2e")]
    public void Signatures_are_right_under_the_frozen_identities(string name)
    {
        var known = Load(name);
        Assert.True(RsaPublic.Import(known["idI"]).Verify("I", Fields.Join(known["th3c"], known["idI"]), known["sI"]));
        Assert.True(RsaPublic.Import(known["idR"]).Verify("R", Fields.Join(known["th3"], known["idR"], known["eR"]), known["sR"]));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("e2e")]
    public void Every_hash_key_message_and_the_digits_are_as_frozen(string name)
    {
        var known = Load(name);
        var profile = name == "link" ? HandshakeProfile.Link : HandshakeProfile.EndToEnd;
        Blob ctx = known["ctx"];
        var context = profile == HandshakeProfile.EndToEnd ? HandshakeContext.ForTicket(known["ctx"]) : HandshakeContext.ForLink(LinkContext.TryDecode(ctx.Span)!);
        using var schedule = new HandshakeSchedule(context);
        var th0 = schedule.Transcript;
        Same(known, ("hint", context.Hint.Memory), ("ctx", context.Bytes.Memory), ("th0", th0), ("commit", HandshakeSchedule.Commit(known["xI"], known["nI'"])));
        Same(known, ("M1", Frame(1, HandshakeMessages.WriteM1(new([1], [1], known["nI"], known["commit"], context.Hint)))));
        Same(known, ("M2", Frame(2, HandshakeMessages.WriteM2(new(1, 1, known["nR"], known["xR"], known["kemR"])))));
        schedule.Absorb(known["M1"], known["M2"]);
        Same(known, ("th2", schedule.Transcript));
        schedule.Agree(th0.Span, known["x25519"], known["mlkem"], known["xI"], known["nI'"], known["ctKem"]);
        Assert.Equal(known.Text("sas"), schedule.Sas);
        Same(known, ("th3c", schedule.Transcript), ("mI", schedule.ProofMac("mac I", known["idI"], known["sI"])));
        schedule.Absorb(known["idI"], known["sI"], known["mI"]);
        var clear = HandshakeMessages.WriteM3(new(known["xI"], known["nI'"], known["ctKem"]));
        var proof = new HandshakeMessages.Proof(known["idI"], Blob.Empty, known["sI"], known["mI"]);
        Same(known, ("th3", schedule.Transcript), ("M3", schedule.InitiatorSeal.Frame(profile, 3, clear, HandshakeMessages.WriteProof(proof, withContribution: false))));
        Same(known, ("mR", schedule.ProofMac("mac R", known["idR"], known["eR"], known["sR"])));
        schedule.Absorb(known["idR"], known["eR"], known["sR"], known["mR"]);
        proof = new HandshakeMessages.Proof(known["idR"], known["eR"], known["sR"], known["mR"]);
        Same(known, ("th4", schedule.Transcript), ("M4", schedule.ResponderSeal.Frame(profile, 4, [], HandshakeMessages.WriteProof(proof, withContribution: true))));
        schedule.Absorb(known["eI"]);
        schedule.DeriveMaster([.. known["kI"]], [.. known["kR"]]);
        Same(known, ("th5c", schedule.Transcript), ("fI", schedule.FinishedMac("finished I")));
        schedule.Absorb(known["fI"]);
        Same(known, ("th5", schedule.Transcript), ("fR", schedule.FinishedMac("finished R")));
        Same(known, ("M5", schedule.InitiatorSeal.Frame(profile, 5, [], HandshakeMessages.WriteFinished(new(known["eI"], known["fI"]), withContribution: true))));
        Same(known, ("M6", schedule.ResponderSeal.Frame(profile, 6, [], HandshakeMessages.WriteFinished(new(Blob.Empty, known["fR"]), withContribution: false))));
        schedule.Absorb(known["fR"]);
        Same(known, ("th6", schedule.Transcript));
        using var master = schedule.TakeMaster();
        foreach (var direction in new[] { RecordDirection.InitiatorToResponder, RecordDirection.ResponderToInitiator })
        {
            foreach (var channel in new[] { 0u, 7u })
            {
                var of = $"channel {channel} {(direction == RecordDirection.InitiatorToResponder ? "I>R" : "R>I")}";
                Same(known, ($"{of} epoch 0 secret", master.ChannelSecret(direction, new ChannelId(channel), known["th6"])));
            }
        }

        byte[] Frame(int number, byte[] body) => HandshakeMessages.Frame(profile, number, body);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("e2e")]
    public void Derivations_from_the_frozen_secrets_are_as_frozen(string name)
    {
        var known = Load(name);
        Same(known, ("hs", Hkdf384.Extract(known["th0"], [.. known["x25519"], .. known["mlkem"]])));
        Same(known, ("master", Hkdf384.Extract(known["K(derived)"], [.. known["kI"], .. known["kR"]])));
        foreach (var (label, from) in new[] { ("hs I>R", "th3c"), ("hs R>I", "th3c"), ("mac I", "th3c"), ("mac R", "th3"), ("derived", "th5c") })
            Same(known, ($"K({label})", Hkdf384.Expand(known["hs"], known[$"K({label})"].Length, label, known[from])));
        foreach (var label in new[] { "finished I", "finished R" })
            Same(known, ($"K({label})", Hkdf384.Expand(known["master"], 48, label)));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("e2e")]
    public void The_first_records_are_as_frozen_over_a_rekey(string name)
    {
        var known = Load(name);
        var profile = name == "link" ? HandshakeProfile.Link : HandshakeProfile.EndToEnd;
        var limits = new RekeyLimits(2, long.MaxValue, TimeSpan.FromDays(1));
        foreach (var of in new[] { "channel 0 I>R", "channel 0 R>I", "channel 7 I>R", "channel 7 R>I" })
        {
            var first = known[$"{of} epoch 0 secret"];
            var second = KeySchedule.Next(first);
            Same(known, ($"{of} epoch 0 key", KeySchedule.Key(first)), ($"{of} epoch 0 iv", KeySchedule.Iv(first)));
            Same(known, ($"{of} epoch 1 secret", second), ($"{of} epoch 1 key", KeySchedule.Key(second)), ($"{of} epoch 1 iv", KeySchedule.Iv(second)));
            var id = new ChannelId(uint.Parse(of.Split(' ')[1], null));
            using var sealer = new RecordSealer([.. first], profile, id, new FakeTimeProvider(), limits);
            using var opener = new RecordOpener([.. first], profile, id, limits);
            for (var i = 0; i < 3; i++)
            {
                var record = known[$"{of} record {i}"];
                Same(known, ($"{of} record {i}", sealer.Seal(Encoding.ASCII.GetBytes($"payload {i}"))));
                var payload = new byte[record.Length];
                Assert.Equal(RecordVerdict.Opened, opener.Open(record, payload).Verdict);
                Assert.Equal($"payload {i}", Encoding.ASCII.GetString(payload, 0, 9));
            }

            if (id == ChannelId.Control)
                Same(known, ($"{of} close, finished, as record 3", sealer.SealClose(CloseReason.Finished)));
        }
    }

    private static void Same(Answers known, params (string Name, ReadOnlyMemory<byte> Value)[] found)
    {
        foreach (var (name, value) in found)
            Assert.True(known[name].AsSpan().SequenceEqual(value.Span), $"{name} differs from the frozen value.");
    }

    private static Answers Load(string name) => new(JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(PathOf(name)))!);

    private static string PathOf(string name) => Path.Combine(Frozen.Folder(), "..", "handshake", name + ".json");

    private sealed class Answers(Dictionary<string, string> values)
    {
        public byte[] this[string name] => Convert.FromHexString(values[name]);

        public string Text(string name) => values[name];
    }

    /// <summary>Randomness that is known beforehand, to the last byte.</summary>
    private sealed class Scripted(byte[] bytes) : IRandomSource
    {
        public void Fill(Span<byte> destination) => bytes.AsSpan(0, destination.Length).CopyTo(destination);
    }
}
