using Orchestrator.Adversary.Stage;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Attacks;

/// <summary>Whoever answers in the broker's place, and what is done to the six messages of a link's handshake: neither end gives him anything.</summary>
[Trait("Requirement", "R-HS-7")]
[Trait("Requirement", "R-ZT-1")]
public sealed class LinkImpostorTests
{
    private static readonly Dictionary<string, (string Named, Func<(RsaIdentity Key, byte[] Certificate)> Identity)> Impostors = new()
    {
        ["a self-made key"] = ("IdentityRefused", () => (TestKeys.Stranger, TestKeys.Stranger.Public.Spki.ToArray())),
        ["a key under another root"] = ("IdentityRefused", () => (TestKeys.Broker, Vendor.CertifyBroker(TestKeys.OtherRoot, Vendor.OtherRoot, TestKeys.Broker.Public, Vendor.BrokerName))),
        ["a broker's certificate for another name"] = ("IdentityRefused", () => (TestKeys.Broker, Vendor.CertifyBroker(TestKeys.Root, Vendor.Root, TestKeys.Broker.Public, "broker.vendor.example.evil.example"))),
        ["a technician's certificate"] = ("IdentityRefused", () => (TestKeys.Stranger, Vendor.Certify(TestKeys.Stranger.Public))),
        ["the issuing key itself"] = ("IdentityRefused", () => (TestKeys.Issuing, Vendor.Issuing)),
        ["the broker's certificate with another key"] = ("BadSignature", () => (TestKeys.Stranger, Vendor.BrokerCertificate)),
        ["bytes that are no certificate"] = ("IdentityRefused", () => (TestKeys.Stranger, [0x30, 0x82, 0xff, 0xff, 1])),
    };

    public static TheoryData<string> Names => [.. Impostors.Keys];

    public static TheoryData<string, int, int, string> Changes() => new()
    {
        // Name, message, byte, and the check that names it at the instrument; an empty one: the broker is the one who sees it, and says nothing.
        { "version in M1", 1, RecordHeader.Size + 2, "Malformed" },
        { "nonce in M1", 1, RecordHeader.Size + 10, "Malformed" },
        { "version in M2", 2, RecordHeader.Size + 1, "VersionNotOffered" },
        { "suite in M2", 2, RecordHeader.Size + 3, "SuiteNotOffered" },
        { "nonce in M2", 2, RecordHeader.Size + 10, "Malformed" },
        { "key share in M3", 3, RecordHeader.Size + 1, "Malformed" },
        { "sealed part of M3", 3, 1_400, "Malformed" },
        { "sealed part of M4", 4, 300, "SealBroken" },
        { "sealed part of M5", 5, 100, "Malformed" },
        { "sealed part of M6", 6, 40, "SealBroken" },
        { "type of M2", 2, 0, "Malformed" },
        { "number of M4", 4, 16, "OutOfOrder" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_instrument_registers_with_nobody_but_its_broker(string impostor)
    {
        var (named, identity) = Impostors[impostor];
        await AssertRefusedAsync(it => it.Middle.Identity = identity(), named);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_changed_handshake_gives_the_instrument_no_session(string change, int message, int at, string named)
    {
        Assert.NotEmpty(change);
        await AssertRefusedAsync(
            it => it.InstrumentCable.Script = frame =>
            {
                if (frame.Header.Type == FrameType.LinkHandshake && frame.Header.Sequence == (ulong)message)
                {
                    frame.Bytes[at] ^= 2;
                }

                return [frame.Bytes];
            },
            named);
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Requirement", "R-AUTH-7")]
    public async Task The_console_gives_its_password_to_nobody_but_its_broker(string impostor)
    {
        await using var it = await SupportCase.WaitingAsync();
        it.Middle.Identity = Impostors[impostor].Identity();

        it.Connect();
        await it.World.UntilAsync(() => it.Console.End is not null);

        Assert.Equal("SERVER_UNPROVEN", it.Console.End!.Code);
        Assert.DoesNotContain(it.ConsoleCable.Seen, frame => frame.Header.Type == FrameType.LinkData);
        Assert.Empty(it.Middle.Heard.OfType<ConsoleToBroker.Connect>());
    }

    private static async Task AssertRefusedAsync(Action<SupportCase> prepare, string named)
    {
        await using var it = await SupportCase.RefusingAsync(prepare);

        Assert.Contains(named, it.Instrument.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain(it.InstrumentCable.Seen, frame => frame.Header.Type == FrameType.LinkData);
        await it.Instrument.EndWithoutSessionAsync();
        await Oracle.Before(it).EvidenceAsync("run.ended", named);
    }
}
