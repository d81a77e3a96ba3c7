using System.Security.Cryptography;

namespace Orchestrator.Plugins.Transport.WebSocket;

/// <summary>
/// The first frame of a link: the endpoint's ping, and the broker's pong before anything else of its. Something on the way that answers 101 and then swallows
/// or cuts frames shows here, before there is a link. Both frames have one form each (RFC 6455, section 5.5), so they are compared, not parsed.
/// </summary>
internal static class FirstPing
{
    private const byte Ping = 0x89;
    private const byte Pong = 0x8A;
    private const byte Masked = 0x80;
    private const int Payload = 8;
    private const int Mask = 4;
    private const int Head = 2;

    /// <summary>Endpoint's side: a ping of random bytes, and exactly their pong.</summary>
    /// <exception cref="IOException">Something else came back.</exception>
    public static async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        var payload = RandomNumberGenerator.GetBytes(Payload);
        var mask = RandomNumberGenerator.GetBytes(Mask);
        byte[] ping = [Ping, Masked | Payload, .. mask, .. Apply(payload, mask)];
        await stream.WriteAsync(ping, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        var answer = new byte[Head + Payload];
        await stream.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
        byte[] pong = [Pong, Payload, .. payload];
        if (!answer.AsSpan().SequenceEqual(pong))
            throw new InvalidDataException("the answer to the first ping isn't its pong");
    }

    /// <summary>Broker's side.</summary>
    /// <returns>False when the first frame isn't such a ping.</returns>
    public static async Task<bool> AnswerAsync(Stream stream, CancellationToken cancellationToken)
    {
        var ping = new byte[Head + Mask + Payload];
        await stream.ReadExactlyAsync(ping, cancellationToken).ConfigureAwait(false);
        if (ping[0] != Ping || ping[1] != (Masked | Payload))
            return false;
        byte[] pong = [Pong, Payload, .. Apply(ping.AsSpan(Head + Mask), ping.AsSpan(Head, Mask))];
        await stream.WriteAsync(pong, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static byte[] Apply(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> mask)
    {
        var result = payload.ToArray();
        for (var i = 0; i < result.Length; i++)
            result[i] ^= mask[i % Mask];
        return result;
    }
}
