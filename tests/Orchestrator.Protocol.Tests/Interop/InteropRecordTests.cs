using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Domain;

namespace Orchestrator.Protocol.Tests.Interop;

/// <summary>Records on several channels between the two implementations: keys, sequences, rekeys, closing.</summary>
[Trait("Requirement", "R-HS-12")]
public sealed class InteropRecordTests(NodePeer peer) : IClassFixture<NodePeer>
{
    private const int RecordsPerKey = 3;

    private static readonly uint[] Channels = [0, 1, 5];

    public static TheoryData<HandshakeProfile, bool> Roles => InteropHandshakeTests.Roles;

    [SkippableTheory]
    [MemberData(nameof(Roles))]
    [Trait("Requirement", "R-REC-1")]
    public async Task Records_on_several_channels_arrive_over_rekeys_both_ways(HandshakeProfile profile, bool peerInitiates)
    {
        using var run = await StartAsync(profile, peerInitiates);
        using var end = await OpenAsync(run, profile, peerInitiates);
        for (var i = 0; i < 8; i++)
        {
            foreach (var channel in Channels)
            {
                var text = $"from here, {channel}, {i}";
                await run.SendAsync(end.Sealer(channel).Seal(Encoding.UTF8.GetBytes(text)));
                var told = await peer.NextAsync(run.Run, "record");
                Assert.Equal((channel, (uint)(i / RecordsPerKey), i), ((uint)told["channel"]!, (uint)told["epoch"]!, (int)told["sequence"]!));
                Assert.Equal(text, Encoding.UTF8.GetString(Convert.FromHexString((string)told["payload"]!)));

                await SendFromPeer(run, channel, $"from there, {channel}, {i}");
                var (header, result, payload) = await ReceiveAsync(run, end);
                Assert.Equal((RecordVerdict.Opened, channel, (uint)(i / RecordsPerKey)), (result.Verdict, header.Channel.Value, header.Epoch));
                Assert.Equal($"from there, {channel}, {i}", payload);
            }
        }
    }

    [SkippableFact]
    public async Task Each_end_may_rekey_before_it_must()
    {
        using var run = await StartAsync(HandshakeProfile.EndToEnd, peerInitiates: true);
        using var end = await OpenAsync(run, HandshakeProfile.EndToEnd, peerInitiates: true);
        for (var i = 0u; i < 4; i++)
        {
            await peer.DoAsync(run.Run, "rekey", new JsonObject { ["channel"] = 5 });
            await SendFromPeer(run, 5, "next");
            var (header, result, _) = await ReceiveAsync(run, end);
            Assert.Equal((RecordVerdict.Opened, i + 1, (ulong)i), (result.Verdict, header.Epoch, header.Sequence));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Roles))]
    public async Task The_authenticated_end_is_understood_both_ways(HandshakeProfile profile, bool peerInitiates)
    {
        using var run = await StartAsync(profile, peerInitiates);
        using var end = await OpenAsync(run, profile, peerInitiates);
        await peer.DoAsync(run.Run, "close", new JsonObject { ["reason"] = (int)CloseReason.ShuttingDown });
        var (_, result, payload) = await ReceiveAsync(run, end);
        Assert.Equal((RecordVerdict.PeerClosed, (byte)CloseReason.ShuttingDown), (result.Verdict, (byte)payload[0]));

        await run.SendAsync(end.Sealer(0).SealClose(CloseReason.Superseded));
        Assert.Equal((int)CloseReason.Superseded, (int)(await peer.NextAsync(run.Run, "closed"))["reason"]!);
        run.Cut();
        Assert.Equal("Closed", (await peer.EndAsync(run.Run)).Reason);
    }

    [SkippableFact]
    public async Task A_closed_channel_is_dropped_unopened_by_both_and_an_unknown_one_ends_both()
    {
        using var run = await StartAsync(HandshakeProfile.EndToEnd, peerInitiates: false);
        using var end = await OpenAsync(run, HandshakeProfile.EndToEnd, peerInitiates: false);
        var late = end.Sealer(1).Seal("late"u8);
        await peer.DoAsync(run.Run, "shut", new JsonObject { ["channel"] = 1 });
        await run.SendAsync(late);
        Assert.Equal(1u, (uint)(await peer.NextAsync(run.Run, "dropped"))["channel"]!);

        Assert.True(end.Table.Close(new ChannelId(5)));
        await SendFromPeer(run, 5, "late");
        Assert.Equal(RecordVerdict.Dropped, (await ReceiveAsync(run, end)).Result.Verdict);

        await peer.DoAsync(run.Run, "open", new JsonObject { ["channel"] = 9 });
        await SendFromPeer(run, 9, "unknown here");
        Assert.Equal(RecordFailure.NeverOpened, (await ReceiveAsync(run, end)).Result.Failure);
    }

    [SkippableTheory]
    [InlineData("Forged")]
    [InlineData("Replayed")]
    [InlineData("Gap")]
    [InlineData("NeverOpened")]
    public async Task What_isnt_the_next_record_ends_the_peer_by_name(string reason)
    {
        using var run = await StartAsync(HandshakeProfile.EndToEnd, peerInitiates: true);
        using var end = await OpenAsync(run, HandshakeProfile.EndToEnd, peerInitiates: true);
        end.Open(9);
        var sealer = end.Sealer(5);
        var first = sealer.Seal("first"u8)!;
        byte[] sent = reason switch
        {
            "Forged" => [.. first[..^1], (byte)(first[^1] ^ 1)],
            "Replayed" => [.. first, .. first],
            "Gap" => sealer.Seal("second"u8)!,
            _ => end.Sealer(9).Seal("first"u8)!,
        };
        await run.SendAsync(sent);
        Assert.Equal(reason, (await peer.EndAsync(run.Run)).Reason);
        Assert.Null(await run.ReadAsync());
    }

    [SkippableFact]
    public async Task A_changed_record_of_the_peer_is_forged_here()
    {
        using var run = await StartAsync(HandshakeProfile.EndToEnd, peerInitiates: true);
        using var end = await OpenAsync(run, HandshakeProfile.EndToEnd, peerInitiates: true);
        await SendFromPeer(run, 1, "true");
        Assert.Equal(RecordFailure.Forged, (await ReceiveAsync(run, end, bytes => bytes[20] ^= 1)).Result.Failure);
    }

    private Task<InteropRun> StartAsync(HandshakeProfile profile, bool peerInitiates) =>
        InteropRun.StartAsync(peer, profile, peerInitiates, new JsonObject { ["recordsPerKey"] = RecordsPerKey });

    /// <summary>Handshake, then the channels open at both ends.</summary>
    private async Task<End> OpenAsync(InteropRun run, HandshakeProfile profile, bool peerInitiates)
    {
        using var machine = InteropParties.Machine(profile, !peerInitiates);
        var (result, failure) = await run.ShakeAsync(machine);
        Assert.Equal(HandshakeFailure.None, failure);
        await peer.NextAsync(run.Run, "established");
        var end = new End(new ChannelTable(result!, TimeProvider.System, new RekeyLimits(RecordsPerKey, long.MaxValue, TimeSpan.FromDays(1))));
        foreach (var channel in Channels.Skip(1))
        {
            end.Open(channel);
            await peer.DoAsync(run.Run, "open", new JsonObject { ["channel"] = channel });
            await peer.NextAsync(run.Run, "did");
        }

        return end;
    }

    private Task SendFromPeer(InteropRun run, uint channel, string text) => peer.DoAsync(
        run.Run, "send", new JsonObject { ["channel"] = channel, ["payload"] = InteropParties.Hex(Encoding.UTF8.GetBytes(text)) });

    private static async Task<(RecordHeader Header, OpenResult Result, string Payload)> ReceiveAsync(InteropRun run, End end, Action<byte[]>? alter = null)
    {
        var (header, whole) = Assert.NotNull(await run.ReadAsync());
        alter?.Invoke(whole);
        var payload = new byte[whole.Length];
        var result = end.Table.Open(header, whole, payload);
        return (header, result, Encoding.UTF8.GetString(payload, 0, result.Length));
    }

    /// <summary>This implementation's channels.</summary>
    private sealed class End(ChannelTable table) : IDisposable
    {
        private readonly Dictionary<uint, SecureChannel> _channels = new() { [0] = table.Control };

        public ChannelTable Table => table;

        public void Open(uint channel)
        {
            Assert.True(table.TryOpen(new ChannelId(channel), out var opened));
            _channels[channel] = opened;
        }

        public RecordSealer Sealer(uint channel) => _channels[channel].Sealer;

        public void Dispose() => table.Dispose();
    }
}
