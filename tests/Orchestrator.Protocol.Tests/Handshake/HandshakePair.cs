using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol.Tests.Handshake;

/// <summary>Both ends of one handshake in one process, with settings that a test may change before it starts.</summary>
internal sealed class HandshakePair
{
    public HandshakeSettings Initiator { get; set; } = null!;

    public HandshakeSettings Responder { get; set; } = null!;

    public static byte[] Ticket { get; } = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];

    public static LinkContext LinkContext { get; } = new(EndpointKind.Instrument, new byte[32], "broker.vendor.example");

    /// <summary>Technician and instrument under one ticket, or an instrument and its broker.</summary>
    public static HandshakePair Of(HandshakeProfile profile, long seed = 1)
    {
        var context = profile == HandshakeProfile.EndToEnd ? HandshakeContext.ForTicket(Ticket) : HandshakeContext.ForLink(LinkContext);
        var (initiator, responder) = profile == HandshakeProfile.EndToEnd
            ? (TestKeys.Technician, TestKeys.Instrument)
            : (TestKeys.Instrument, TestKeys.Broker);
        return new HandshakePair
        {
            Initiator = new(context, initiator, initiator.Public.Spki, new ExpectedKeyVerifier(responder.Fingerprint), new SeededRandom(seed)),
            Responder = new(context, responder, responder.Public.Spki,
                profile == HandshakeProfile.EndToEnd ? new ExpectedKeyVerifier(initiator.Fingerprint) : new AnyKeyVerifier(), new SeededRandom(seed + 1000)),
        };
    }

    /// <summary>A completed run; throws when it fails. <paramref name="alter"/> sees each message by its number.</summary>
    public HandshakeRun Run(Func<int, byte[], byte[]?>? alter = null)
    {
        using var initiator = new HandshakeInitiator(Initiator);
        using var responder = new HandshakeResponder(Responder);
        var run = new HandshakeRun();
        ReadOnlyMemory<byte> message = initiator.Start();
        for (var number = 1; number <= 6; number++)
        {
            var bytes = message.ToArray();
            run.Messages.Add(bytes);
            if ((alter is null ? bytes : alter(number, bytes)) is not { } delivered)
                break;
            HandshakeMachine receiver = number % 2 == 1 ? responder : initiator;
            var step = receiver.Receive(delivered);
            if (step.Progress == HandshakeProgress.Failed)
            {
                (run.FailedAt, run.Failure, run.Detail) = (number, step.Failure, step.Detail);
                break;
            }

            if (step.Progress == HandshakeProgress.Completed && number == 5)
                run.Responder = responder.TakeResult();
            if (step.Progress == HandshakeProgress.Completed && number == 6)
                run.Initiator = initiator.TakeResult();
            message = step.Reply;
        }

        return run;
    }
}

/// <summary>What came of a run.</summary>
internal sealed class HandshakeRun : IDisposable
{
    public List<byte[]> Messages { get; } = [];

    public HandshakeResult? Initiator { get; set; }

    public HandshakeResult? Responder { get; set; }

    public int FailedAt { get; set; }

    public HandshakeFailure Failure { get; set; }

    public string Detail { get; set; } = "";

    public byte[] MasterOfInitiator => Secret(Initiator!);

    public byte[] MasterOfResponder => Secret(Responder!);

    public void Dispose()
    {
        Initiator?.Dispose();
        Responder?.Dispose();
    }

    private static byte[] Secret(HandshakeResult result) =>
        result.Master.ChannelSecret(RecordDirection.InitiatorToResponder, new Domain.ChannelId(7), result.TranscriptHash);
}
