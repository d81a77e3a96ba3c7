using System.Globalization;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>Answers of the broker: whole, with their length, for nobody to keep.</summary>
internal static class Answers
{
    /// <summary>Sends one.</summary>
    public static async ValueTask SendAsync(IHttpExchange exchange, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        exchange.SetHeader("Content-Type", Body.ContentType);
        exchange.SetHeader("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        exchange.SetHeader("Cache-Control", "no-store, no-transform");
        await exchange.ResponseBody.WriteAsync(body, cancellationToken).ConfigureAwait(false);
        await exchange.ResponseBody.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends one that has no bytes of the host.</summary>
    public static ValueTask SendAsync(IHttpExchange exchange, BodyKind kind, CancellationToken cancellationToken) =>
        SendAsync(exchange, new[] { (byte)kind }, cancellationToken);
}
