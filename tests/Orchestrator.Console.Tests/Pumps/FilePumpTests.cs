using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Technicians.Pumps;

namespace Orchestrator.Technicians.Tests.Pumps;

[SuppressMessage("Design", "CA1001", Justification = "Disposed in DisposeAsync of IAsyncLifetime.")]
public sealed class FilePumpTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ChannelEnds _channel = new();
    private readonly List<Notice> _told = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _channel.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(1_000_003)]
    public async Task A_file_arrives_at_the_instrument_as_it_was_hashed(int size)
    {
        var content = Content(size);
        await File.WriteAllBytesAsync(_folder["a.gwl"], content);
        var offer = await FileHasher.OfferAsync(_folder["a.gwl"], "a.gwl", default);
        var pump = new SendFilePump(offer, new FilePlan(_folder["a.gwl"], false, offer), _told.Add);
        var running = _channel.Run(pump);
        var target = new MemoryTarget();

        await ReceiveAsync(offer, target);

        Assert.Equal(PumpOutcome.Done, (await running.OrFail()).Outcome);
        Assert.Equal(TransferState.Done, (await pump.Result.OrFail()).State);
        Assert.True(target.IsCommitted);
        Assert.Equal(content, target.Bytes.ToArray());
    }

    [Fact]
    public async Task A_file_that_changed_after_it_was_offered_is_not_sent_as_whole()
    {
        await File.WriteAllBytesAsync(_folder["a.gwl"], Content(200_000));
        var offer = await FileHasher.OfferAsync(_folder["a.gwl"], "a.gwl", default);
        var changed = Content(200_000);
        changed[150_000] ^= 1;
        await File.WriteAllBytesAsync(_folder["a.gwl"], changed);
        var pump = new SendFilePump(offer, new FilePlan(_folder["a.gwl"], false, offer), _told.Add);
        var running = _channel.Run(pump);
        var target = new MemoryTarget();

        await ReceiveAsync(offer, target);

        var end = await running.OrFail();
        Assert.Equal(PumpOutcome.Failed, end.Outcome);
        Assert.Equal(FileFailure.Changed.Sentence, end.Detail);
        Assert.False(target.IsCommitted);
    }

    [Fact]
    public async Task Another_file_than_the_one_offered_is_never_sent()
    {
        await File.WriteAllBytesAsync(_folder["a.gwl"], Content(10));
        var offer = await FileHasher.OfferAsync(_folder["a.gwl"], "a.gwl", default);
        var pump = new SendFilePump(offer with { Sha256 = new string('0', 64) }, new FilePlan(_folder["a.gwl"], false, offer), _told.Add);

        Assert.Equal(PumpOutcome.Failed, (await _channel.Run(pump).OrFail()).Outcome);
        Assert.False(_channel.Instrument.Input.TryRead(out var read) && !read.Buffer.IsEmpty);
    }

    [Fact]
    public async Task The_instruments_event_decides_when_its_last_confirmation_is_overtaken()
    {
        await File.WriteAllBytesAsync(_folder["a.gwl"], Content(10));
        var offer = await FileHasher.OfferAsync(_folder["a.gwl"], "a.gwl", default);
        var pumps = new ConsolePumps(_told.Add);
        pumps.Plan(Capability.SendFile, new FilePlan(_folder["a.gwl"], false, offer));
        var pump = pumps.Create(new ChannelId(3), Capability.SendFile, offer, 1);
        var running = _channel.Run(pump);

        pumps.Happened(new SessionEvents.FileCompleted(new ChannelId(3), offer));
        pumps.Happened(new SessionEvents.ChannelClosed(new ChannelId(3), Capability.SendFile, EndReason.FileDone));
        _channel.Cut();

        await running.OrFail();
        Assert.Equal(TransferState.Done, (await ((IFilePump)pump).Result.OrFail()).State);
    }

    [Fact]
    public async Task A_fetched_file_gets_its_name_when_the_whole_hash_matches()
    {
        var content = Content(300_000);
        var offer = Offer("C:\\logs\\run 7.log", content);
        var pump = new FetchFilePump(offer, new FilePlan(_folder.Path, false, null), _told.Add);
        var running = _channel.Run(pump);

        await SendAsync(offer, content);

        Assert.Equal(PumpOutcome.Done, (await running.OrFail()).Outcome);
        Assert.Equal(_folder["run 7.log"], pump.LocalPath);
        Assert.Equal([_folder["run 7.log"]], Directory.GetFiles(_folder.Path));
        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["run 7.log"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fetched_file_is_told_when_the_instrument_recorded_it_or_can_say_nothing_more(bool isRecorded)
    {
        var content = Content(10);
        var pump = new FetchFilePump(Offer("run.log", content), new FilePlan(_folder["run.log"], false, null), _told.Add);
        var running = _channel.Run(pump);
        await SendAsync(Offer("run.log", content), content);
        await running.OrFail();
        Assert.False(pump.Result.IsCompleted);

        if (isRecorded)
        {
            pump.Completed();
        }
        else
        {
            pump.Fail("The session ended before the file was whole.");
        }

        Assert.Equal(TransferState.Done, (await pump.Result.OrFail()).State);
    }

    [Fact]
    public async Task A_fetched_file_whose_bytes_differ_leaves_nothing()
    {
        var content = Content(300_000);
        var offer = Offer("run.log", content);
        content[299_999] ^= 1;
        var running = _channel.Run(new FetchFilePump(offer, new FilePlan(_folder.Path, false, null), _told.Add));

        await SendAsync(offer, content);

        Assert.Equal(PumpOutcome.Failed, (await running.OrFail()).Outcome);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_channel_that_is_cut_leaves_nothing_half_written()
    {
        var content = Content(300_000);
        var running = _channel.Run(new FetchFilePump(Offer("run.log", content), new FilePlan(_folder["run.log"], false, null), _told.Add));
        var wire = new FileWire(_channel.Instrument);
        await wire.WriteAsync(new FileMessages.Begin(Offer("run.log", content)), default);
        Assert.IsType<FileMessages.Credit>(await wire.ReadAsync(Soon.Token()));

        _channel.Cut();

        Assert.Equal(PumpOutcome.Cut, (await running.OrFail()).Outcome);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_only_by_force()
    {
        var content = Content(10);
        await File.WriteAllTextAsync(_folder["run.log"], "mine");

        var refused = await _channel.Run(new FetchFilePump(Offer("run.log", content), new FilePlan(_folder["run.log"], false, null), _told.Add)).OrFail();

        Assert.Equal(PumpOutcome.Failed, refused.Outcome);
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["run.log"]));

        await using var second = new ChannelEnds();
        var running = second.Run(new FetchFilePump(Offer("run.log", content), new FilePlan(_folder["run.log"], true, null), _told.Add));
        await SendAsync(Offer("run.log", content), content, second);
        Assert.Equal(PumpOutcome.Done, (await running.OrFail()).Outcome);
        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["run.log"]));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\a\\b.log", "b.log")]
    [InlineData("/var/log/b.log", "b.log")]
    public void Of_an_instruments_path_only_the_last_part_counts(string agreed, string expected) =>
        Assert.Equal(_folder[expected], LocalFileTarget.PathFor(_folder.Path, agreed));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/..")]
    [InlineData("a/")]
    [InlineData("a/\u0007")]
    public void A_name_that_is_none_is_refused(string agreed) => Assert.Throws<IOException>(() => LocalFileTarget.PathFor(_folder.Path, agreed));

    [Fact]
    public async Task Bytes_that_are_no_file_messages_are_a_violation()
    {
        var running = _channel.Run(new FetchFilePump(Offer("run.log", Content(10)), new FilePlan(_folder["run.log"], false, null), _told.Add));

        await _channel.Instrument.Output.WriteAsync(new byte[] { 0, 0, 0, 1, 0x55 });

        Assert.Equal(PumpOutcome.Violation, (await running.OrFail()).Outcome);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static byte[] Content(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)((i * 31) ^ (i >> 8)))];

    private static FileOffer Offer(string name, byte[] content) => new(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    private async Task ReceiveAsync(FileOffer offer, MemoryTarget target)
    {
        using var receiver = new FileReceiver(offer, offer.Size, target);
        var wire = new FileWire(_channel.Instrument);
        while (receiver.Progress is not (FileProgress.Done or FileProgress.Failed) && await wire.ReadAsync(Soon.Token()) is { } message)
        {
            foreach (var answer in await receiver.ReceiveAsync(message, default))
            {
                await wire.WriteAsync(answer, default);
            }
        }
    }

    private async Task SendAsync(FileOffer offer, byte[] content, ChannelEnds? over = null)
    {
        var wire = new FileWire((over ?? _channel).Instrument);
        using var sender = new FileSender(offer, new MemoryStream(content));
        while (true)
        {
            while (await sender.NextAsync(default) is { } next)
            {
                await wire.WriteAsync(next, default);
            }

            if (sender.Progress is FileProgress.Done or FileProgress.Failed || await wire.ReadAsync(Soon.Token()) is not { } message)
            {
                return;
            }

            sender.Receive(message);
        }
    }

    private sealed class MemoryTarget : IFileTarget
    {
        public MemoryStream Bytes { get; } = new();

        public bool IsCommitted { get; private set; }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => Bytes.WriteAsync(bytes, cancellationToken);

        public ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            IsCommitted = true;
            return ValueTask.CompletedTask;
        }

        public ValueTask DiscardAsync() => ValueTask.CompletedTask;
    }
}
