using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Links.Tests.Handshakes;

/// <summary>An endpoint meets its broker: certified by the pinned root for the dialled name, or not at all.</summary>
public sealed class LinkHandshakeTests
{
    private const string Name = "broker.vendor.example";
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] RootCertificate = CertificateAuthority.CreateRoot(TestKeys.Root, "Test root", From, From.AddYears(10), SystemRandomSource.Instance);

    [Fact]
    public async Task A_certified_broker_and_its_endpoint_prove_themselves()
    {
        var pipes = new DuplexPipePair();
        var accepting = AcceptAsync(pipes, Certificate(TestKeys.Root, RootCertificate));

        var dialled = await DialAsync(pipes).WaitAsync(LinkPair.Patience);
        var accepted = await accepting.WaitAsync(LinkPair.Patience);

        Assert.Equal(dialled.Handshake.TranscriptHash.ToArray(), accepted.Handshake.TranscriptHash.ToArray());
        Assert.Equal(EndpointKind.Instrument, accepted.Context?.Kind);
        Assert.Equal(TestKeys.Instrument.Public.Fingerprint, accepted.Handshake.PeerKey.Fingerprint);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-7")]
    public async Task A_broker_under_another_root_is_refused()
    {
        var otherRoot = CertificateAuthority.CreateRoot(TestKeys.OtherRoot, "Test root", From, From.AddYears(10), SystemRandomSource.Instance);
        var pipes = new DuplexPipePair();
        var accepting = AcceptAsync(pipes, Certificate(TestKeys.OtherRoot, otherRoot));

        var refused = await Assert.ThrowsAsync<LinkHandshakeException>(() => DialAsync(pipes).WaitAsync(LinkPair.Patience));

        Assert.Equal(HandshakeFailure.IdentityRefused, refused.Failure);
        await HangUpAsync(pipes, accepting);
    }

    [Fact]
    public async Task A_broker_with_a_certificate_for_another_name_is_refused()
    {
        var pipes = new DuplexPipePair();
        var accepting = AcceptAsync(pipes, Certificate(TestKeys.Root, RootCertificate, "other.vendor.example"));

        var refused = await Assert.ThrowsAsync<LinkHandshakeException>(() => DialAsync(pipes).WaitAsync(LinkPair.Patience));

        Assert.Equal(HandshakeFailure.IdentityRefused, refused.Failure);
        await HangUpAsync(pipes, accepting);
    }

    [Fact]
    public async Task A_bare_key_isnt_a_broker()
    {
        var pipes = new DuplexPipePair();
        var accepting = AcceptAsync(pipes, TestKeys.Broker.Public.Spki);

        var refused = await Assert.ThrowsAsync<LinkHandshakeException>(() => DialAsync(pipes).WaitAsync(LinkPair.Patience));

        Assert.Equal(HandshakeFailure.IdentityRefused, refused.Failure);
        await HangUpAsync(pipes, accepting);
    }

    [Fact]
    public async Task An_endpoint_of_another_configuration_gets_no_answer()
    {
        var pipes = new DuplexPipePair();
        var accepting = LinkHandshakes.AcceptAsync(pipes.Far, _ => null, TimeProvider.System, CancellationToken.None);
        var dialling = DialAsync(pipes);

        var refused = await Assert.ThrowsAsync<LinkHandshakeException>(() => accepting.WaitAsync(LinkPair.Patience));

        Assert.Equal(HandshakeFailure.WrongContext, refused.Failure);
        await pipes.Far.Output.CompleteAsync();
        await Assert.ThrowsAsync<LinkHandshakeException>(() => dialling.WaitAsync(LinkPair.Patience));
    }

    [Fact]
    public async Task A_context_that_both_see_differently_proves_nothing()
    {
        var pipes = new DuplexPipePair();
        var other = HandshakeContext.ForLink(new LinkContext(EndpointKind.Instrument, Enumerable.Repeat((byte)1, 32).ToArray(), Name));
        var accepting = LinkHandshakes.AcceptAsync(
            pipes.Far,
            _ => new HandshakeSettings(other, TestKeys.Broker, Certificate(TestKeys.Root, RootCertificate), new AnyKeyVerifier(), SystemRandomSource.Instance),
            TimeProvider.System,
            CancellationToken.None);
        _ = DialAsync(pipes);

        await Assert.ThrowsAsync<LinkHandshakeException>(() => accepting.WaitAsync(LinkPair.Patience));
    }

    [Fact]
    public async Task Something_that_speaks_another_protocol_is_refused_at_its_first_byte()
    {
        var pipes = new DuplexPipePair();
        await pipes.Near.Output.WriteAsync("GET"u8.ToArray());

        var refused = await Assert.ThrowsAsync<LinkHandshakeException>(() => AcceptAsync(pipes, TestKeys.Broker.Public.Spki).WaitAsync(LinkPair.Patience));

        Assert.Equal(HandshakeFailure.Malformed, refused.Failure);
    }

    [Fact]
    public async Task A_stream_that_ends_before_the_answer_is_a_failed_handshake()
    {
        var pipes = new DuplexPipePair();
        var dialling = DialAsync(pipes);

        await pipes.Far.Output.CompleteAsync();

        await Assert.ThrowsAsync<LinkHandshakeException>(() => dialling.WaitAsync(LinkPair.Patience));
    }

    [Fact]
    public async Task A_silent_peer_is_waited_for_until_the_time_out_and_no_longer()
    {
        using var limit = new CancellationTokenSource();
        var pipes = new DuplexPipePair();
        var dialling = DialAsync(pipes, limit.Token);
        var accepting = LinkHandshakes.AcceptAsync(new DuplexPipePair().Far, _ => null, TimeProvider.System, limit.Token);

        await limit.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialling.WaitAsync(LinkPair.Patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting.WaitAsync(LinkPair.Patience));
    }

    private static async Task HangUpAsync(DuplexPipePair pipes, Task accepting)
    {
        await pipes.Near.Output.CompleteAsync();
        await Assert.ThrowsAsync<LinkHandshakeException>(() => accepting.WaitAsync(LinkPair.Patience));
    }

    private static byte[] Certificate(RsaIdentity root, byte[] rootCertificate, string name = Name) =>
        CertificateAuthority.CertifyBroker(root, rootCertificate, TestKeys.Broker.Public, name, From, From.AddYears(1), SystemRandomSource.Instance);

    private static Task<EstablishedLink> DialAsync(DuplexPipePair pipes, CancellationToken cancellationToken = default)
    {
        var key = TestKeys.Instrument;
        var context = HandshakeContext.ForLink(new LinkContext(EndpointKind.Instrument, new byte[32], Name));
        var settings = new HandshakeSettings(context, key, key.Public.Spki, new BrokerVerifier(RootCertificate, Name), SystemRandomSource.Instance);
        return LinkHandshakes.DialAsync(pipes.Near, settings, LinkSender.BrokerToInstrument, TimeProvider.System, cancellationToken);
    }

    private static Task<EstablishedLink> AcceptAsync(DuplexPipePair pipes, ReadOnlyMemory<byte> identity) => LinkHandshakes.AcceptAsync(
        pipes.Far,
        context => new HandshakeSettings(HandshakeContext.ForLink(context), TestKeys.Broker, identity, new AnyKeyVerifier(), SystemRandomSource.Instance),
        TimeProvider.System,
        CancellationToken.None);
}
