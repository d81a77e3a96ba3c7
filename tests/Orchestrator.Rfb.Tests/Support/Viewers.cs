using System.Threading.Channels;

namespace Orchestrator.Rfb.Tests;

/// <summary>Takes what viewers do, as text in the order of arrival.</summary>
internal sealed class RecordingViewerInput : IViewerInput
{
    private readonly Channel<string> events = Channel.CreateUnbounded<string>();

    public Task<string> NextAsync() => events.Reader.ReadAsync().AsTask().OrFail();

    public ValueTask PointerAsync(int x, int y, int buttons, CancellationToken cancellationToken) => Add($"pointer {x} {y} {buttons}");

    public ValueTask KeyAsync(uint keysym, bool down, CancellationToken cancellationToken) => Add($"key {keysym:x} {(down ? "down" : "up")}");

    public ValueTask CutTextAsync(string text, CancellationToken cancellationToken) => Add($"cut {text}");

    private ValueTask Add(string text) => events.Writer.WriteAsync(text);
}

/// <summary>A folder of the test's own for sockets; short, because socket paths are.</summary>
internal sealed class SocketFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rfb");

    public string Socket => Path.Combine(folder.FullName, "s");

    public string File(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
