using System.Runtime.Versioning;
using System.Text;

namespace Orchestrator.QuickSupport.Face.Terminal;

/// <summary>The process's own console window on Windows.</summary>
[SupportedOSPlatform("windows")]
public sealed class WindowsTerminal : ITerminal
{
    private readonly Queue<byte> _read = new();

    private WindowsTerminal()
    {
        Console.OutputEncoding = Encoding.UTF8;
        Console.TreatControlCAsInput = true;
    }

    /// <inheritdoc/>
    public bool HasColour { get; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <inheritdoc/>
    public string StatusQuery => "";

    /// <inheritdoc/>
    public (int Columns, int Rows) Size => (Console.WindowWidth, Console.WindowHeight);

    /// <summary>Takes the console over; null when input or output goes elsewhere.</summary>
    public static WindowsTerminal? TryOpen() => Console.IsInputRedirected || Console.IsOutputRedirected ? null : new WindowsTerminal();

    /// <inheritdoc/>
    public bool WaitForInput(TimeSpan atMost)
    {
        // The console has no wait with a limit; 20 ms is below what a person notices.
        using var pause = new ManualResetEventSlim();
        for (var waited = TimeSpan.Zero; waited < atMost && !Console.KeyAvailable; waited += TimeSpan.FromMilliseconds(20))
            pause.Wait(20);
        return Console.KeyAvailable;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        try
        {
            while (Console.KeyAvailable)
            {
                var key = Console.ReadKey(intercept: true).KeyChar;
                foreach (var one in key == '\0' ? "\u001b[C"u8.ToArray() : Encoding.UTF8.GetBytes([key]))
                    _read.Enqueue(one);
            }
        }
        catch (InvalidOperationException)
        {
            return -1;
        }

        var count = 0;
        while (count < buffer.Length && _read.TryDequeue(out var next))
            buffer[count++] = next;
        return count;
    }

    /// <inheritdoc/>
    public void DiscardInput()
    {
        while (Console.KeyAvailable)
            Console.ReadKey(intercept: true);
        _read.Clear();
    }

    /// <inheritdoc/>
    public void Write(string text) => Console.Out.Write(text);

    /// <inheritdoc/>
    public void Dispose() => Console.Out.Flush();
}
