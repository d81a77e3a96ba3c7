using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Handshakes;

/// <summary>Runs the handshake of a link over a fresh byte stream, from either side.</summary>
public static class LinkHandshakes
{
    /// <summary>An endpoint's side: proves itself first, then the broker does.</summary>
    /// <exception cref="LinkHandshakeException">With the check that failed, for the own log.</exception>
    public static async Task<EstablishedLink> DialAsync(
        IDuplexPipe bytes, HandshakeSettings settings, LinkSender broker, TimeProvider time, CancellationToken cancellationToken)
    {
        using var machine = new HandshakeInitiator(settings);
        await SendAsync(bytes.Output, machine.Start(), cancellationToken).ConfigureAwait(false);
        var result = await FinishAsync(bytes, machine, cancellationToken).ConfigureAwait(false);
        return new EstablishedLink(new LinkConnection(bytes, new ChannelTable(result, time), broker), result, null);
    }

    /// <summary>The broker's side: <paramref name="settingsFor"/> judges what M1 says about itself; null refuses it.</summary>
    /// <exception cref="LinkHandshakeException">With the check that failed, for the own log.</exception>
    public static async Task<EstablishedLink> AcceptAsync(
        IDuplexPipe bytes, Func<LinkContext, HandshakeSettings?> settingsFor, TimeProvider time, CancellationToken cancellationToken)
    {
        var first = await ReceiveAsync(bytes.Input, cancellationToken).ConfigureAwait(false);
        if (!HandshakeMessages.TryReadHint(first, HandshakeProfile.Link, out var hint)
            || LinkContext.TryDecode(hint.Span) is not { } context
            || settingsFor(context) is not { } settings)
        {
            throw new LinkHandshakeException(HandshakeFailure.WrongContext, "M1 names no context of this broker");
        }

        using var machine = new HandshakeResponder(settings);
        var step = Check(machine.Receive(first));
        await SendAsync(bytes.Output, step.Reply, cancellationToken).ConfigureAwait(false);
        var result = await FinishAsync(bytes, machine, cancellationToken).ConfigureAwait(false);
        var peer = LinkSenders.Of(context.Kind);
        return new EstablishedLink(new LinkConnection(bytes, new ChannelTable(result, time), peer), result, context);
    }

    private static async Task<HandshakeResult> FinishAsync(IDuplexPipe bytes, HandshakeMachine machine, CancellationToken cancellationToken)
    {
        while (true)
        {
            var step = Check(machine.Receive(await ReceiveAsync(bytes.Input, cancellationToken).ConfigureAwait(false)));
            if (!step.Reply.IsEmpty)
            {
                await SendAsync(bytes.Output, step.Reply, cancellationToken).ConfigureAwait(false);
            }

            if (step.Progress == HandshakeProgress.Completed)
            {
                return machine.TakeResult();
            }
        }
    }

    private static HandshakeStep Check(HandshakeStep step) =>
        step.Progress == HandshakeProgress.Failed ? throw new LinkHandshakeException(step.Failure, step.Detail) : step;

    private static async Task SendAsync(PipeWriter output, ReadOnlyMemory<byte> record, CancellationToken cancellationToken) =>
        await output.WriteAsync(record, cancellationToken).ConfigureAwait(false);

    private static async Task<ReadOnlyMemory<byte>> ReceiveAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            var status = FrameReader.TryRead(ref buffer, out _, out var whole);
            if (status == FrameStatus.Done)
            {
                var record = whole.ToArray();
                input.AdvanceTo(buffer.Start);
                return record;
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (status.IsInvalid() || read.IsCompleted)
            {
                throw new LinkHandshakeException(HandshakeFailure.Malformed, status.IsInvalid() ? status.ToString() : "the connection ended");
            }
        }
    }
}

/// <summary>A link whose both ends have proved themselves.</summary>
/// <param name="Connection">Ready to run.</param>
/// <param name="Handshake">Whose key it was; its secret belongs to the connection.</param>
/// <param name="Context">At the broker: what the endpoint is.</param>
public sealed record EstablishedLink(LinkConnection Connection, HandshakeResult Handshake, LinkContext? Context);

/// <summary>A handshake that failed. The message is for the own log, never for the peer.</summary>
public sealed class LinkHandshakeException(HandshakeFailure failure, string detail) : IOException($"{failure}: {detail}")
{
    /// <summary>The check that failed.</summary>
    public HandshakeFailure Failure { get; } = failure;
}
