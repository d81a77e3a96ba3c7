using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Protocol;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.EndToEnd.Refusals;

/// <summary>PIN and digits: a slip is forgiven, a guesser isn't.</summary>
[Collection(VendorCollection.Name)]
public sealed class ProofTests(TestVendor vendor)
{
    [Fact]
    public async Task Three_wrong_PINs_end_the_session_and_its_number()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await console.ConnectAsync(vendor.Wish(instrument.Number, instrument.WrongPin));
        await Plain.AssertRefusedAsync("WRONG_PIN", () => session.OpenedAsync());
        session.PresentPin(new SecretText(instrument.WrongPin));
        await Plain.AssertRefusedAsync("WRONG_PIN", () => session.OpenedAsync(1));
        session.PresentPin(new SecretText(instrument.WrongPin));

        var end = await session.Completion.WaitAsync(AttendedInstrument.Patience);

        Assert.Equal("WRONG_PIN", end.Code);
        Plain.AssertSentence(end.Sentence);
        await AssertOverAsync(instrument, nameof(EndReason.PinExhausted));
        await Plain.AssertRefusedAsync("SESSION_UNKNOWN", () => console.ConnectAsync(vendor.Wish(instrument.Number, instrument.Pin)));
    }

    [Fact]
    public async Task A_right_PIN_after_a_wrong_one_is_taken()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await console.ConnectAsync(vendor.Wish(instrument.Number, instrument.WrongPin));
        await Plain.AssertRefusedAsync("WRONG_PIN", () => session.OpenedAsync());

        session.PresentPin(new SecretText(instrument.Pin));
        instrument.Hear(session.Sas);
        await session.OpenedAsync(1).WaitAsync(AttendedInstrument.Patience);

        Assert.True((await session.EndAsync()).IsOrderly);
    }

    [Fact]
    public async Task Digits_that_differ_twice_end_the_session()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor, new OperatorHabits { Mishears = 2 });
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await console.ConnectAsync(vendor.Wish(instrument.Number, instrument.Pin));
        instrument.Hear(session.Sas);

        var end = await session.Completion.WaitAsync(AttendedInstrument.Patience);

        Assert.Equal("WRONG_DIGITS", end.Code);
        Plain.AssertSentence(end.Sentence);
        await AssertOverAsync(instrument, nameof(EndReason.SasExhausted));
    }

    [Fact]
    public async Task Digits_that_differ_once_may_be_typed_again()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor, new OperatorHabits { Mishears = 1 });
        await using var console = await vendor.OpenConsoleAsync();

        await using var session = await instrument.JoinedAsync(console);

        Assert.True((await session.EndAsync()).IsOrderly);
    }

    /// <summary>Both logs have the end, the instrument's with its reason; nothing was ever granted.</summary>
    private async Task AssertOverAsync(AttendedInstrument instrument, string reason)
    {
        await vendor.UntilObservedAsync(instrument.Number, BrokerEventCodes.SessionEnded, AttendedInstrument.Patience);
        var records = await instrument.CloseAndReadAsync();
        var ending = records.Single(r => r.GetProperty("event").GetString() == "session.ending");
        Assert.Contains(reason, ending.GetRawText().Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(records, r => r.GetProperty("event").GetString() is "grant.given" or "channel.opened");
        Assert.Equal(0, instrument.Run.Counters.CaptureCalls);
    }
}
