using System.Security.Cryptography;
using Orchestrator.Adversary.Stage;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.Protocol.Tests.Handshake;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Attacks;

/// <summary>Whoever asks an end's RSA key by sending ciphertexts: strangers get no decryption at all, and whoever may get one learns nothing from it.</summary>
[Trait("Requirement", "R-HS-10")]
public sealed class OaepOracleTests
{
    /// <summary>What a prober puts in M5 in the place of an honest contribution.</summary>
    private static readonly Dictionary<string, Func<RsaPublic, byte[]>> Contributions = new()
    {
        ["zeros"] = key => new byte[key.BlockSize],
        ["noise"] = key => [0, .. Noise(key.BlockSize - 1)],
        ["larger than the modulus"] = key => [.. Enumerable.Repeat((byte)0xff, key.BlockSize)],
        ["for another key"] = _ => TestKeys.Stranger.Public.Encrypt(new byte[32], SystemRandomSource.Instance),
        ["31 bytes"] = key => key.Encrypt(new byte[31], SystemRandomSource.Instance),
        ["33 bytes"] = key => key.Encrypt(new byte[33], SystemRandomSource.Instance),
        ["a good one that isn't the one of Finished"] = key => key.Encrypt(new byte[32], SystemRandomSource.Instance),
    };

    public static TheoryData<string> Names => [.. Contributions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task On_a_link_every_bad_contribution_is_the_same_failure_and_no_answer(string contribution)
    {
        using var broker = RsaIdentity.ImportPkcs8(TestKeys.Broker.ExportPkcs8());
        var pipes = new DuplexPipePair();
        var context = HandshakeContext.ForLink(new LinkContext(EndpointKind.Instrument, Vendor.Configuration.Hash, Vendor.BrokerName));
        var accepting = LinkHandshakes.AcceptAsync(
            pipes.Far, _ => new HandshakeSettings(context, broker, Vendor.BrokerCertificate, new AnyKeyVerifier(), SystemRandomSource.Instance), TimeProvider.System, CancellationToken.None);
        using var prober = new SpecInitiator(new HandshakeSettings(context, TestKeys.Stranger, TestKeys.Stranger.Public.Spki, new AnyKeyVerifier(), SystemRandomSource.Instance), broker.Public)
        {
            Contribution = Contributions[contribution](broker.Public),
        };

        await pipes.Near.Output.WriteAsync(prober.M1());
        await pipes.Near.Output.WriteAsync(prober.M3(await ReadAsync(pipes)));
        var m4 = await ReadAsync(pipes);
        Assert.Equal(0, broker.Decryptions);
        await pipes.Near.Output.WriteAsync(prober.M5(m4));

        var failure = await Assert.ThrowsAsync<LinkHandshakeException>(() => accepting);
        Assert.Equal((HandshakeFailure.FinishedMismatch, "FinishedMismatch: "), (failure.Failure, failure.Message));
        Assert.False(pipes.Near.Input.TryRead(out _));
        Assert.InRange(broker.Decryptions, 0, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task At_the_instrument_only_a_proven_technician_gets_one_decryption_and_no_answer(string contribution)
    {
        await using var it = await SupportCase.WaitingAsync();
        var certificate = Vendor.Certify(TestKeys.Technician.Public);
        var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Technician.Public, certificate);
        using var prober = new SpecInitiator(
            new HandshakeSettings(HandshakeContext.ForTicket(ticket), TestKeys.Technician, certificate, new AnyKeyVerifier(), SystemRandomSource.Instance), it.Instrument.Key.Public)
        {
            Contribution = Contributions[contribution](it.Instrument.Key.Public),
        };
        var answers = new List<ulong>();
        it.Middle.Intercept = async frame =>
        {
            answers.Add(frame.Header.Sequence);
            await it.PutAsync(Victim.Instrument, frame.Header.Sequence == 2 ? prober.M3(frame.Bytes) : prober.M5(frame.Bytes));
            return true;
        };

        await it.Middle.AdmitAtInstrumentAsync(ticket, certificate);
        await it.PutAsync(Victim.Instrument, prober.M1());
        await it.World.UntilAsync(() => it.Instrument.Lines.Any(line => line.Contains("\"event\":\"handshake.failed\"", StringComparison.Ordinal)));

        Assert.Equal([2UL, 4UL], answers);
        Assert.InRange(it.Instrument.Key.Decryptions, 1, 2);
    }

    [Fact]
    public async Task Strangers_noise_never_reaches_the_brokers_key()
    {
        using var broker = RsaIdentity.ImportPkcs8(TestKeys.Broker.ExportPkcs8());
        var context = HandshakeContext.ForLink(new LinkContext(EndpointKind.Instrument, Vendor.Configuration.Hash, Vendor.BrokerName));
        var random = new Random(20260302);
        for (var round = 0; round < 200; round++)
        {
            var pipes = new DuplexPipePair();
            var accepting = LinkHandshakes.AcceptAsync(
                pipes.Far, _ => new HandshakeSettings(context, broker, Vendor.BrokerCertificate, new AnyKeyVerifier(), SystemRandomSource.Instance), TimeProvider.System, CancellationToken.None);
            using var prober = new SpecInitiator(new HandshakeSettings(context, TestKeys.Stranger, TestKeys.Stranger.Public.Spki, new AnyKeyVerifier(), SystemRandomSource.Instance), broker.Public);
            await pipes.Near.Output.WriteAsync(prober.M1());
            await ReadAsync(pipes);
            var noise = new byte[random.Next(64, 3_000)];
            random.NextBytes(noise);
            await pipes.Near.Output.WriteAsync(((byte[])[.. new byte[RecordHeader.Size], .. noise]).With(FrameType.LinkHandshake, 0, (ulong)random.Next(2, 7)));

            await Assert.ThrowsAsync<LinkHandshakeException>(() => accepting);
        }

        Assert.Equal(0, broker.Decryptions);
    }

    private static byte[] Noise(int size) => RandomNumberGenerator.GetBytes(size);

    private static async Task<byte[]> ReadAsync(DuplexPipePair pipes)
    {
        while (true)
        {
            var read = await pipes.Near.Input.ReadAsync().AsTask().WaitAsync(World.Patience);
            var buffer = read.Buffer;
            var status = FrameReader.TryRead(ref buffer, out _, out var whole);
            var record = status == FrameStatus.Done ? System.Buffers.BuffersExtensions.ToArray(whole) : null;
            pipes.Near.Input.AdvanceTo(buffer.Start, buffer.End);
            if (record is not null)
            {
                return record;
            }
        }
    }
}
