using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>The endpoint's half: one exchange of each direction, so that both are known to pass before there is a link.</summary>
internal sealed class DialHalf(TransportTarget target, IDialer dialer, TimeProvider time)
{
    private static readonly byte[] Open = [(byte)BodyKind.Open];

    /// <summary>Connects.</summary>
    /// <exception cref="DialException">TRANSPORT_REFUSED, or the dialer's own.</exception>
    public async Task<DialledLink> ConnectAsync(CancellationToken cancellationToken)
    {
        var dialling = new Dialling(dialer);
        var (id, left) = (PollTarget.NewId(), LinkLimits.Preamble);
        var up = new PollConnection("POST", target, dialling.DialAsync);
        var down = new PollConnection("GET", target, dialling.DialAsync);
        try
        {
            await OpenAsync(up, Open).ConfigureAwait(false);
            await OpenAsync(down, default).ConfigureAwait(false);
            return new DialledLink(id, up, down, time);
        }
        catch
        {
            await up.DisposeAsync().ConfigureAwait(false);
            await down.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        async Task OpenAsync(PollConnection connection, ReadOnlyMemory<byte> body)
        {
            await connection.DialAsync(cancellationToken).ConfigureAwait(false);
            var start = time.GetTimestamp();
            await AskAsync(connection, id, body, left, cancellationToken).ConfigureAwait(false);
            left = TimeSpan.FromTicks(Math.Max(0, (left - time.GetElapsedTime(start)).Ticks));
        }
    }

    private async Task AskAsync(PollConnection connection, string id, ReadOnlyMemory<byte> body, TimeSpan left, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(left, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            var answer = await connection.ExchangeAsync(new PollTarget(id, 0), body, limit.Token).ConfigureAwait(false);
            if (answer.Kind != BodyKind.Open)
                throw Because($"the broker answered {answer.Kind}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Because($"no answer within {LinkLimits.Preamble.TotalSeconds:0} s");
        }
        catch (Exception problem) when (problem is (IOException or InvalidDataException) and not DialException)
        {
            throw Because(problem.Message.TrimEnd('.'));
        }
    }

    private DialException Because(string why) =>
        new("TRANSPORT_REFUSED", $"Long polling of the broker {target.Host} was refused: {why}. Something on the way lets no plain HTTPS requests pass to it; ask the IT department to allow {target.Host}, port {target.Port}.");
}
