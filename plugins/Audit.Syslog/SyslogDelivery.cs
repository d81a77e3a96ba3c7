using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Orchestrator.Plugins.Shared.Tls;

namespace Orchestrator.Plugins.Audit.Syslog;

/// <summary>
/// One delivery is one connection: connect, TLS, frames, the end of ours, then wait for the end of theirs. Syslog has no acknowledgement, and a write that
/// succeeded is in a buffer of this machine. An orderly end in answer to ours is the most that plain RFC 5425 gives: the receiver's program has read
/// every byte, for a connection that is closed or lost with unread bytes ends in a reset. It says nothing about the receiver's disk.
/// </summary>
internal sealed class SyslogDelivery(SyslogSettings settings, ServerJudge judge)
{
    /// <summary>Hands bytes over; none at all is a test of the way there.</summary>
    /// <exception cref="InvalidOperationException">They weren't taken, or nobody knows; the sentence says why.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(settings.Host, settings.Port, cancellationToken).ConfigureAwait(false);
            await using var tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
            var options = new SslClientAuthenticationOptions();
            judge.Apply(options);
            await tls.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            await tls.WriteAsync(frames, cancellationToken).ConfigureAwait(false);
            await EndAsync(tls, socket, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or SocketException or AuthenticationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException(Sentence(problem));
        }
    }

    private static async Task EndAsync(SslStream tls, Socket socket, CancellationToken cancellationToken)
    {
        await tls.ShutdownAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        socket.Shutdown(SocketShutdown.Send);

        // A receiver has nothing to say; what it says nevertheless is read, so that our own end is orderly too.
        var ignored = new byte[256];
        while (await tls.ReadAsync(ignored, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    private string Sentence(Exception problem) => problem switch
    {
        _ when judge.Refusal is { } refusal => $"The syslog receiver {settings.Where} isn't trusted: {refusal}. Correct \"host\" or \"rootsFile\", or give the receiver another certificate.",
        SocketException socket => $"The syslog receiver {settings.Where} can't be reached ({socket.SocketErrorCode}). Start it, or correct \"host\" and \"port\".",
        AuthenticationException => $"No TLS with the syslog receiver {settings.Where}: {problem.GetBaseException().Message}",
        _ => $"The syslog receiver {settings.Where} cut the connection before it had taken everything: it may want a client certificate, or refuse the message ({problem.GetBaseException().Message}). It is sent again.",
    };
}
