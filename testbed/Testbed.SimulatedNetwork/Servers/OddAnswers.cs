using System.Text;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>What servers say that aren't what was asked for. Byte for byte the same wherever a scenario has them.</summary>
public static class OddAnswers
{
    private const string Page = "<html><head><title>Sign in</title></head><body>Sign in to use this network.</body></html>";

    /// <summary>Answers one request; the caller then ends the connection.</summary>
    /// <param name="answer">Which.</param>
    /// <param name="stream">Stands at the request's first byte.</param>
    /// <param name="reset">Resets the connection.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task GiveAsync(OddAnswer answer, Stream stream, Action reset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(reset);

        // TLS's first flight has no empty line: whoever waits for HTTP reads what there is.
        // A reset, too, comes behind the first bytes: in the moment of connecting it would be another failure.
        if (answer != OddAnswer.Close)
            await HttpText.ReadHeadAsync(stream, cancellationToken);
        switch (answer)
        {
            case OddAnswer.Close:
                return;
            case OddAnswer.Reset:
                reset();
                return;
            case OddAnswer.Hang:
                await DrainAsync(stream, cancellationToken);
                return;
            case OddAnswer.EndlessHeaders:
                await EndlessAsync(stream, cancellationToken);
                return;
            default:
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Text(answer)), cancellationToken);
                await stream.FlushAsync(cancellationToken);
                return;
        }
    }

    private static string Text(OddAnswer answer) => answer switch
    {
        OddAnswer.Status401 => HttpText.Answer(401, "Unauthorized", Page, "WWW-Authenticate: Basic realm=\"Lab\""),
        OddAnswer.Status403 => HttpText.Answer(403, "Forbidden", "<html><body>Forbidden by policy.</body></html>"),
        OddAnswer.Status407 => HttpText.Answer(407, "Proxy Authentication Required", Page, "Proxy-Authenticate: Basic realm=\"Lab\""),
        OddAnswer.Bare407 => HttpText.Answer(407, "Proxy Authentication Required", Page),
        OddAnswer.Redirect => HttpText.Answer(302, "Found", "", "Location: http://portal.lab.test/login"),
        OddAnswer.Html200 => HttpText.Answer(200, "OK", Page),
        OddAnswer.Garbage => "\u0001\u0002SMTP? no: 220 nothing here\r\n\r\n",
        OddAnswer.Half => "HTTP/1.1 200 Conn",
        _ => HttpText.Answer(int.Parse(Scenarios.Reading.Words.Of(answer), System.Globalization.CultureInfo.InvariantCulture), "Error", "<html><body>Error.</body></html>"),
    };

    private static async Task EndlessAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancellationToken);
        for (var i = 0; ; i++)
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-Line-{i}: {new string('x', 200)}\r\n"), cancellationToken);
    }

    /// <summary>Takes everything and says nothing, until whoever is there has gone.</summary>
    public static async Task DrainAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, cancellationToken) > 0)
        {
            // Nothing is said.
        }
    }
}
