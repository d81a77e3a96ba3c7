using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Adversary.Attacks;

/// <summary>
/// Whoever stands where the relay is and holds no end's key: what he does to RESUME, in a session whose links were lost and made anew. The instrument gets
/// the technician's calls, the console the instrument's answers.
/// </summary>
[Trait("Requirement", "R-HS-4")]
[Trait("Requirement", "R-NET-12")]
public sealed class ResumeAttackTests
{
    /// <summary>What is made of two RESUME records that the victim took, the older and the newer, and the check that it must fail.</summary>
    private static readonly Dictionary<string, (string Named, Func<byte[], byte[], byte[]> Make)> Attacks = new()
    {
        ["replay"] = ("StaleResume", (_, newer) => newer),
        ["the older behind the newer"] = ("StaleResume", (older, _) => older),
        ["the next number on an old body"] = ("Forged", (_, newer) => Numbered(newer, RecordHeader.Read(newer).Sequence + 1)),
        ["a number far ahead on an old body"] = ("Forged", (older, _) => Numbered(older, ulong.MaxValue)),
        ["a bit of the payload"] = ("Forged", (_, newer) => Flipped(Numbered(newer, RecordHeader.Read(newer).Sequence + 1), RecordHeader.Size)),
        ["a body of zeros"] = ("Forged", (_, newer) => Numbered(new byte[newer.Length], RecordHeader.Read(newer).Sequence + 1)),
    };

    public static TheoryData<string, Victim> Rows()
    {
        var rows = new TheoryData<string, Victim>();
        foreach (var name in Attacks.Keys)
        {
            rows.Add(name, Victim.Instrument);
            rows.Add(name, Victim.Console);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_resume_that_is_not_the_next_of_the_peers_ends_the_session(string attack, Victim victim)
    {
        await using var it = await SupportCase.ResumedAsync();
        var (named, make) = Attacks[attack];
        var taken = Resumes(it, victim);
        var oracle = Oracle.Before(it);

        await it.PutAsync(victim, make(taken[^2], taken[^1]));

        await EndsAsync(oracle, victim, named);
    }

    /// <summary>On its way, in the place of the true one: every field of header and body is under the tag.</summary>
    [Theory]
    [InlineData(Victim.Instrument, 9 * 8 + 60)]
    [InlineData(Victim.Console, 9 * 8 + 60)]
    [InlineData(Victim.Instrument, RecordHeader.Size * 8 + 3)]
    [InlineData(Victim.Console, RecordHeader.Size * 8 + 200)]
    [InlineData(Victim.Instrument, -1)]
    [InlineData(Victim.Console, -1)]
    public async Task A_flipped_bit_of_a_true_resume_ends_the_session(Victim victim, int bit)
    {
        await using var it = await SupportCase.OpenAsync();
        it.IsRewired = true;
        var held = await (await it.HoldAsync(victim)).ResumeAsync();
        var oracle = Oracle.Before(it);
        var at = bit < 0 ? (held.Length * 8) - 1 : bit;
        held[at / 8] ^= (byte)(1 << (at % 8));

        await it.PutAsync(victim, held);

        await EndsAsync(oracle, victim, "Forged");
    }

    [Fact]
    public async Task A_console_does_not_take_its_own_call_back()
    {
        await using var it = await SupportCase.OpenAsync();
        it.IsRewired = true;
        var call = await (await it.HoldAsync(Victim.Instrument)).ResumeAsync();
        var oracle = Oracle.Before(it);

        await it.PutAsync(Victim.Console, call);

        await EndsAsync(oracle, Victim.Console, "Forged");
    }

    /// <summary>Its answers have the number of a call that it took already.</summary>
    [Fact]
    public async Task An_instrument_does_not_take_its_own_answer_back()
    {
        await using var it = await SupportCase.ResumedAsync();
        var answer = Resumes(it, Victim.Console)[^1];
        var oracle = Oracle.Before(it);

        await it.PutAsync(Victim.Instrument, answer);

        await EndsAsync(oracle, Victim.Instrument, "StaleResume");
    }

    [Theory]
    [InlineData(Victim.Instrument)]
    [InlineData(Victim.Console)]
    public async Task A_resume_of_another_session_is_not_taken(Victim victim)
    {
        byte[] foreign;
        await using (var other = await SupportCase.ResumedAsync())
        {
            foreign = Resumes(other, victim)[0];
        }

        await using var it = await SupportCase.OpenAsync();
        var oracle = Oracle.Before(it);

        await it.PutAsync(victim, foreign);

        await EndsAsync(oracle, victim, "Forged");
    }

    [Fact]
    public async Task An_answer_to_a_call_that_a_newer_one_replaced_has_no_effect()
    {
        await using var it = await SupportCase.OpenAsync();
        it.IsRewired = true;
        var first = await it.HoldAsync(Victim.Console);
        var second = await it.HoldAsync(Victim.Console);
        var before = it.Console.Sinks.Bytes;

        await first.ReleaseAsync();
        Assert.True(await it.SayAsync(Victim.Console));
        await it.World.UntilAsync(() => it.Middle.Frames[^1] is { To: Victim.Console, Header: { Type: FrameType.PeerData, Channel.Value: > 0 } });
        await it.SettleAsync();
        Assert.Equal(before, it.Console.Sinks.Bytes);
        Assert.False(it.IsSound);
        await second.ReleaseAsync();

        await it.World.UntilAsync(() => it.IsSound && it.Console.Sinks.Bytes > before);
    }

    /// <summary>
    /// What was on its way on the older link is put behind the newer one's beginning: it is dropped unopened, and the same bytes come once more from their
    /// sender, and are delivered once.
    /// </summary>
    [Theory]
    [InlineData(Victim.Instrument)]
    [InlineData(Victim.Console)]
    public async Task Records_of_the_older_link_behind_a_newer_one_are_dropped_and_come_again(Victim victim)
    {
        await using var it = await SupportCase.OpenAsync();
        it.IsRewired = true;
        var before = it.SinksOf(victim).Bytes;
        var old = new[] { await it.TakeRecordAsync(victim), await it.TakeRecordAsync(victim) };
        var held = await it.HoldAsync(victim, cut: victim);

        foreach (var record in old)
        {
            await it.PutAsync(victim, record);
        }

        await it.SettleAsync();
        Assert.Equal(before, it.SinksOf(victim).Bytes);
        await held.ReleaseAsync();
        await it.World.UntilAsync(() => it.IsSound && it.SinksOf(victim).Bytes > before);
        await it.SpeakAsync(victim);

        await it.World.UntilAsync(() => it.SinksOf(victim).Bytes >= before + (3 * Said(victim)));
        Assert.Equal(before + (3 * Said(victim)), it.SinksOf(victim).Bytes);
        Assert.All(old, record => Assert.Equal(2, it.Middle.Frames.Count(frame => frame.Bytes.AsSpan().SequenceEqual(record))));
    }

    /// <summary>Behind the answer they are records that came already.</summary>
    [Theory]
    [InlineData(Victim.Instrument)]
    [InlineData(Victim.Console)]
    public async Task Records_of_the_older_link_behind_the_answer_are_a_replay(Victim victim)
    {
        await using var it = await SupportCase.OpenAsync();
        it.IsRewired = true;
        var before = it.SinksOf(victim).Bytes;
        var old = await it.TakeRecordAsync(victim);
        await it.ResumeAsync(victim);
        await it.World.UntilAsync(() => it.SinksOf(victim).Bytes == before + (2 * Said(victim)));
        var oracle = Oracle.Before(it);

        await it.PutAsync(victim, old);

        await EndsAsync(oracle, victim, "Replayed");
    }

    private static List<byte[]> Resumes(SupportCase it, Victim to) =>
        [.. it.Middle.Frames.Where(frame => frame.To == to && frame.Header.Type == FrameType.PeerResume).Select(frame => frame.Bytes)];

    private static int Said(Victim to) => (to == Victim.Instrument ? "canary key" : "canary picture").Length;

    private static async Task EndsAsync(Oracle oracle, Victim victim, string named)
    {
        if (victim == Victim.Instrument)
        {
            await oracle.InstrumentEndsAsync(EndReason.ProtocolViolation, "part.failed", named);
        }
        else
        {
            await oracle.ConsoleEndsAsync("PROTOCOL_VIOLATION", named);
        }
    }

    private static byte[] Numbered(byte[] record, ulong generation) => record.With(FrameType.PeerResume, 0, generation);

    private static byte[] Flipped(byte[] record, int at)
    {
        record[at] ^= 1;
        return record;
    }
}
