using Orchestrator.Rfb;

namespace Orchestrator.Technicians.Viewer;

/// <summary>The shadow as an ordinary RFB server: a Unix socket in a folder of the user's own, or 127.0.0.1 with a random password.</summary>
internal sealed class VncViewer : LocalViewer
{
    private readonly LocalViewerServer _server;
    private readonly string? _folder;

    private VncViewer(LocalViewerServer server, string? folder) => (_server, _folder) = (server, folder);

    public override string Address => _folder is null ? $"127.0.0.1::{_server.Port}" : Path.Combine(_folder, "rfb.sock");

    public override string HowTo => _folder is null
        ? $"Any VNC viewer on this computer: {Address}, password {_server.Password}"
        : $"Any VNC viewer on this computer: {Address}   (for example: xtigervncviewer {Address})";

    public static VncViewer Open(ShadowFramebuffer screen, IViewerInput input, string name, TimeProvider time)
    {
        var options = new ViewerOptions { Name = name };
        if (OperatingSystem.IsWindows())
        {
            return new VncViewer(LocalViewerServer.OnLoopback(screen, input, time, options), null);
        }

        var folder = Directory.CreateTempSubdirectory("orchestrator-").FullName;
        try
        {
            return new VncViewer(LocalViewerServer.OnUnixSocket(Path.Combine(folder, "rfb.sock"), screen, input, time, options), folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        if (_folder is not null && Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    internal override void SendCutText(string text) => _server.SendCutText(text);
}
