using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Orchestrator.Technicians.Viewer;

namespace Orchestrator.Technicians.Tests.Viewer;

[UnsupportedOSPlatform("windows")]
public sealed class VncViewerTests
{
    [Fact]
    public async Task The_socket_is_the_users_alone_and_gone_afterwards()
    {
        await using var view = new InstrumentView(StillScreen.Picture(64, 48));
        var viewer = VncViewer.Open(view.Screen, new ViewerInput(view.Pumps), "test", TimeProvider.System);
        await using (viewer)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(viewer.Address));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(viewer.Address)!));
            Assert.Contains(viewer.Address, viewer.HowTo, StringComparison.Ordinal);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(viewer.Address));
            await using var stream = new NetworkStream(socket);
            var hello = new byte[12];
            await stream.ReadExactlyAsync(hello, Soon.Token());
            Assert.Equal("RFB 003.008\n", Encoding.ASCII.GetString(hello));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(viewer.Address)));
    }
}
