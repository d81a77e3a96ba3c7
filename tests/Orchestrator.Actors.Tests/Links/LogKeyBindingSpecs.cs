using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Actors.Tests.Sessions.AtBroker;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Actors.Tests.Links;

/// <summary>The broker takes a run's log key only where the run's own key signed for it.</summary>
public sealed class LogKeyBindingSpecs : BrokerSpecs
{
    private readonly Ed25519Key _log = Ed25519Key.Generate(new SeededRandom(3));

    [Fact]
    public async Task A_log_key_that_the_runs_key_signed_for_is_taken()
    {
        var (outcome, asked) = await RegisterAsync(_log.Public.Bytes.ToArray(), Sign(TestKeys.Instrument, _log.Public.Bytes.Span));

        Assert.True(asked);
        Assert.Null(outcome);
    }

    [Theory]
    [InlineData("nothing signed")]
    [InlineData("another run's signature")]
    [InlineData("a signature for another log key")]
    [InlineData("a signature in another context")]
    [InlineData("no key")]
    [Trait("Requirement", "R-HS-1")]
    public async Task Any_other_ends_the_link_before_there_is_a_session(string which)
    {
        var key = _log.Public.Bytes.ToArray();
        using var other = Ed25519Key.Generate(new SeededRandom(4));
        var (log, binding) = which switch
        {
            "nothing signed" => (key, new byte[384]),
            "another run's signature" => (key, Sign(TestKeys.Stranger, key)),
            "a signature for another log key" => (key, Sign(TestKeys.Instrument, other.Public.Bytes.Span)),
            "a signature in another context" => (key, TestKeys.Instrument.Sign("ask", key)),
            _ => (NoPoint(), Sign(TestKeys.Instrument, NoPoint())),
        };

        var (outcome, asked) = await RegisterAsync(log, binding);

        Assert.False(asked);
        Assert.Equal(LinkOutcomeKind.Violation, outcome!.Kind);
    }

    private static byte[] Sign(RsaIdentity run, ReadOnlySpan<byte> log) => run.Sign(InstrumentIdentity.LogKeyContext, log);

    /// <summary>Bytes that are no point of the curve.</summary>
    private static byte[] NoPoint()
    {
        var bytes = new byte[32];
        Array.Fill(bytes, (byte)0xFF);
        return bytes;
    }

    private async Task<(LinkOutcome? Outcome, bool Asked)> RegisterAsync(byte[] log, byte[] binding)
    {
        var sessions = CreateTestProbe();
        var endpoint = new InstrumentEndpoint(Instrument.Broker, new Endpoint(TestKeys.Instrument.Public.Spki, "i", "192.0.2.1", "websocket"), Setup(), sessions.Ref);
        var registering = endpoint.OnMessageAsync(Registration().Wish with { LogPublicKey = log, LogKeyBinding = binding }, CancellationToken.None).AsTask();
        var asked = false;
        while (!registering.IsCompleted)
        {
            if (await sessions.ReceiveOneAsync(TimeSpan.FromMilliseconds(20)) is BrokerMessages.Register)
            {
                asked = true;
                sessions.Reply(new BrokerMessages.Registered(Number, new Orchestrator.Links.Relaying.Relay()));
            }
        }

        return (await registering, asked);
    }
}
