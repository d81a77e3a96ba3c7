using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Orchestrator.TestSupport;
using Orchestrator.Technicians.Viewer;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Technicians.Tests.Viewer;

[SuppressMessage("Design", "CA1001", Justification = "Disposed in DisposeAsync of IAsyncLifetime.")]
public sealed class PageSecurityTests : IAsyncLifetime
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private InstrumentView _view = null!;
    private BrowserViewer _viewer = null!;
    private Uri _page = null!;

    public async Task InitializeAsync()
    {
        _view = new InstrumentView(StillScreen.Picture(64, 48));
        RequireNoVnc();
        _viewer = await BrowserViewer.OpenAsync(_view.Screen, new ViewerInput(_view.Pumps), "test", SystemRandomSource.Instance, TimeProvider.System, default);
        _page = new Uri(_viewer.Address);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _viewer.DisposeAsync();
        await _view.DisposeAsync();
    }

    [Fact]
    public async Task The_page_comes_with_its_files_and_a_strict_policy()
    {
        foreach (var (file, type) in new[] { ("", "text/html"), ("page.js", "text/javascript"), ("page.css", "text/css"), ("novnc/core/rfb.js", "text/javascript"), ("novnc/LICENSE.txt", "text/plain") })
        {
            using var answer = await _client.GetAsync(new Uri(_page, file));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
            var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains($"connect-src ws://127.0.0.1:{_page.Port};", policy, StringComparison.Ordinal);
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/00000000000000000000000000000000/")]
    [InlineData("/../")]
    public async Task Without_the_path_there_is_nothing(string path)
    {
        using var answer = await _client.GetAsync(new Uri(_page, path));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("attacker.example")]
    [InlineData("127.0.0.1.")]
    [InlineData("[::1]")]
    public async Task Under_another_host_there_is_nothing(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _page);
        request.Headers.Host = $"{host}:{_page.Port}";
        using var answer = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://attacker.example")]
    [InlineData("null")]
    [InlineData("http://localhost:{port}")]
    [InlineData("https://127.0.0.1:{port}")]
    [InlineData("http://127.0.0.1")]
    public async Task From_another_origin_neither_file_nor_socket_is_given(string origin)
    {
        origin = origin.Replace("{port}", $"{_page.Port}", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, _page);
        request.Headers.Add("Origin", origin);
        using var answer = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(origin));
    }

    [Fact]
    public async Task A_socket_without_an_origin_is_refused() => await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(null));

    [Fact]
    public async Task Only_reading_is_possible()
    {
        using var answer = await _client.PostAsync(_page, null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task Three_wrong_passwords_close_the_page_for_everybody()
    {
        for (var i = 0; i < 3; i++)
        {
            using var socket = await ConnectAsync(Origin);
            Assert.Equal(1, await AuthenticateWronglyAsync(socket));
            // The server closes only after it has counted.
            var end = new byte[256];
            while (socket.State == WebSocketState.Open && (await socket.ReceiveAsync(end.AsMemory(), Soon.Token())).MessageType != WebSocketMessageType.Close)
            {
            }
        }

        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(Origin));
    }

    [Fact]
    public async Task The_password_is_in_the_fragment_alone_and_the_address_is_new_each_time()
    {
        Assert.Equal("127.0.0.1", _page.Host);
        Assert.Equal(9, _page.Fragment.Length);
        Assert.Matches("^/[0-9a-f]{32}/$", _page.AbsolutePath);
        await using var second = await BrowserViewer.OpenAsync(_view.Screen, new ViewerInput(_view.Pumps), "test", SystemRandomSource.Instance, TimeProvider.System, default);
        Assert.NotEqual(_page.AbsolutePath, new Uri(second.Address).AbsolutePath);
        Assert.NotEqual(_page.Fragment, new Uri(second.Address).Fragment);
    }

    private string Origin => $"http://127.0.0.1:{_page.Port}";

    private static void RequireNoVnc() => Assert.True(PageFiles.HasNoVnc || RealComponent.Find("npm") is null, "npm is here, but the build has no noVNC");

    private static async Task<int> AuthenticateWronglyAsync(ClientWebSocket socket)
    {
        await using var stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: false);
        var buffer = new byte[64];
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 12), Soon.Token());
        await stream.WriteAsync(Encoding.ASCII.GetBytes("RFB 003.008\n"));
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 2), Soon.Token());
        Assert.Equal(2, buffer[1]);
        await stream.WriteAsync(new byte[] { 2 });
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 16), Soon.Token());
        await stream.WriteAsync(new byte[16]);
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 4), Soon.Token());
        return buffer[3];
    }

    private async Task<ClientWebSocket> ConnectAsync(string? origin)
    {
        var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(new UriBuilder(new Uri(_page, "rfb")) { Scheme = "ws", Fragment = "" }.Uri, Soon.Token());
        return socket;
    }
}
