using Orchestrator.Broker.Journal;
using Orchestrator.EndToEnd.Stage;

namespace Orchestrator.EndToEnd.Refusals;

/// <summary>Who isn't let in, and what he is told.</summary>
[Collection(VendorCollection.Name)]
public sealed class AdmissionTests(TestVendor vendor)
{
    [Fact]
    [Trait("Requirement", "R-AUTH-6")]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_answer()
    {
        await using var console = await vendor.OpenConsoleAsync();

        var wrong = await Plain.AssertRefusedAsync("SIGN_IN_FAILED", () => vendor.SignInAsync(console, TestVendor.Guessed, "a wrong pass phrase, too"));
        var unknown = await Plain.AssertRefusedAsync("SIGN_IN_FAILED", () => vendor.SignInAsync(console, "n.nobody", "a wrong pass phrase, too"));
        var joining = await Plain.AssertRefusedAsync("SIGN_IN_FAILED", () => console.ConnectAsync(vendor.Wish("123456789", "123456", "n.nobody", "a wrong pass phrase, too")));

        Assert.Equal((wrong.Message, wrong.Exit), (unknown.Message, unknown.Exit));
        Assert.Equal((wrong.Message, wrong.Exit), (joining.Message, joining.Exit));
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-4")]
    public async Task Expired_training_is_refused_with_the_course_and_its_day()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();

        var refused = await Plain.AssertRefusedAsync("TRAINING_EXPIRED", () => console.ConnectAsync(vendor.Wish(instrument.Number, instrument.Pin, TestVendor.Alt)));

        Assert.Contains("remote-support", refused.Message, StringComparison.Ordinal);
        Assert.Contains("expired on", refused.Message, StringComparison.Ordinal);
        await vendor.UntilObservedAsync(instrument.Number, BrokerEventCodes.AdmissionRefused, AttendedInstrument.Patience);
        Assert.DoesNotContain(BrokerEventCodes.TicketIssued, vendor.Observed(instrument.Number));
    }

    [Fact]
    public async Task An_unknown_session_is_refused()
    {
        await using var console = await vendor.OpenConsoleAsync();

        await Plain.AssertRefusedAsync("SESSION_UNKNOWN", () => console.ConnectAsync(vendor.Wish("999999999", "123456")));

        await vendor.UntilObservedAsync("999999999", BrokerEventCodes.AdmissionRefused, AttendedInstrument.Patience);
    }

    [Fact]
    public async Task A_second_technician_is_told_who_has_the_case_and_the_first_one_goes_on()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var other = await vendor.OpenConsoleAsync("other");
        await using var session = await instrument.JoinedAsync(console);

        var refused = await Plain.AssertRefusedAsync("SESSION_TAKEN", () => other.ConnectAsync(vendor.Wish(instrument.Number, instrument.Pin, TestVendor.Lindt)));

        Assert.Contains("Tine Berg", refused.Message, StringComparison.Ordinal);
        await vendor.UntilObservedAsync(instrument.Number, BrokerEventCodes.AdmissionRefused, AttendedInstrument.Patience);
        Assert.False(session.Completion.IsCompleted);
        Assert.True((await session.EndAsync()).IsOrderly);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-4")]
    public async Task A_sign_in_alone_joins_nothing_the_password_is_wanted_for_each_session()
    {
        await using var instrument = await AttendedInstrument.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await vendor.SignInAsync(console, TestVendor.Signed);

        foreach (var password in new[] { "", "not the pass phrase of anybody" })
        {
            await Plain.AssertRefusedAsync("SIGN_IN_FAILED", () => console.ConnectAsync(vendor.Wish(instrument.Number, instrument.Pin, TestVendor.Signed, password)));
        }

        Assert.DoesNotContain(BrokerEventCodes.TicketIssued, vendor.Observed(instrument.Number));
    }
}
