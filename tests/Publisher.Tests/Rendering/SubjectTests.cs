using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

public sealed class SubjectTests
{
    private const int Most = 25; // items of a subject that is looked at

    [Theory]
    [InlineData("en", 0, "Calls for proposals, events and news")]
    [InlineData("en", 1, "News 0")]
    [InlineData("en", 2, "2 news stories")]
    [InlineData("en", 21, "21 news stories")]
    [InlineData("pl", 0, "Nabory, wydarzenia, aktualności")]
    [InlineData("pl", 1, "News 0")]
    [InlineData("pl", 2, "2 aktualności")]
    [InlineData("pl", 5, "5 aktualności")]
    [InlineData("pl", 22, "22 aktualności")]
    [InlineData("uk", 0, "Конкурси, події, новини")]
    [InlineData("uk", 1, "News 0")]
    [InlineData("uk", 2, "2 новини")]
    [InlineData("uk", 5, "5 новин")]
    [InlineData("uk", 11, "11 новин")]
    [InlineData("uk", 14, "14 новин")]
    [InlineData("uk", 21, "21 новина")]
    [InlineData("uk", 22, "22 новини")]
    [InlineData("uk", 25, "25 новин")]
    public void News_are_counted(string language, int count, string subject) => Assert.Equal(subject, Of(language, Section.News, count));

    [Theory]
    [InlineData("en", 2, "2 calls closing (the first in 3 days)")]
    [InlineData("pl", 2, "2 nabory dobiegają końca (pierwszy za 3 dni)")]
    [InlineData("pl", 5, "5 naborów dobiega końca (pierwszy za 3 dni)")]
    [InlineData("pl", 21, "21 naborów dobiega końca (pierwszy za 3 dni)")]
    [InlineData("pl", 22, "22 nabory dobiegają końca (pierwszy za 3 dni)")]
    [InlineData("uk", 2, "2 конкурси добігають кінця (найближчий термін — через 3 дні)")]
    [InlineData("uk", 5, "5 конкурсів добігають кінця (найближчий термін — через 3 дні)")]
    [InlineData("uk", 21, "21 конкурс добігає кінця (найближчий термін — через 3 дні)")]
    [InlineData("uk", 22, "22 конкурси добігають кінця (найближчий термін — через 3 дні)")]
    public void Calls_that_close_are_counted_and_the_first_is_timed(string language, int count, string subject) => Assert.Equal(subject, Of(language, Section.Closing, count));

    [Theory]
    [InlineData("en", 1, "2 new calls, 1 change, 1 event, call results and 1 news story")]
    [InlineData("en", 5, "2 new calls, 5 changes, 5 events, results of 5 calls and 5 news stories")]
    [InlineData("pl", 1, "2 nowe nabory, 1 zmiana, 1 wydarzenie, wyniki naboru i 1 aktualność")]
    [InlineData("pl", 5, "2 nowe nabory, 5 zmian, 5 wydarzeń, wyniki 5 naborów i 5 aktualności")]
    [InlineData("uk", 1, "2 нові конкурси, 1 зміна, 1 подія, результати 1 конкурсу і 1 новина")]
    [InlineData("uk", 5, "2 нові конкурси, 5 змін, 5 подій, результати 5 конкурсів і 5 новин")]
    [InlineData("uk", 21, "2 нові конкурси, 21 зміна, 21 подія, результати 21 конкурсу і 21 новина")]
    public void Everything_else_is_listed(string language, int count, string subject) => Assert.Equal(
        subject, Of(language, [.. Entries(Section.Calls, 2), .. ((Section[])[Section.Changed, Section.Events, Section.Results, Section.News]).SelectMany(section => Entries(section, count))]));

    [Theory]
    [InlineData("en", 0, "1 call closing in 3 days and 1 news story")]
    [InlineData("en", 2, "1 call closing tomorrow and 1 news story")]
    [InlineData("en", 3, "1 call closing today and 1 news story")]
    [InlineData("en", 4, "News 0")]
    [InlineData("pl", 0, "Nabór kończy się za 3 dni i 1 aktualność")]
    [InlineData("pl", 2, "Nabór kończy się jutro i 1 aktualność")]
    [InlineData("pl", 3, "Nabór kończy się dziś i 1 aktualność")]
    [InlineData("uk", 0, "1 конкурс добігає кінця (найближчий термін — через 3 дні) і 1 новина")]
    [InlineData("uk", 2, "1 конкурс добігає кінця (найближчий термін — завтра) і 1 новина")]
    [InlineData("uk", 3, "1 конкурс добігає кінця (найближчий термін — сьогодні) і 1 новина")]
    public void A_deadline_is_seen_from_the_day_of_delivery(string language, int later, string subject) => Assert.Equal(
        subject,
        Rendered.Merge([.. Entries(Section.Closing, 1), .. Entries(Section.News, 1)], Some.Subscriber("jan@example.org") with { Language = language }, Rendered.AsOf + Duration.FromDays(later)).Message.Subject);

    [Theory]
    [InlineData("en")]
    [InlineData("pl")]
    [InlineData("uk")]
    public void Whatever_the_numbers_a_subject_says_them_and_begins_like_a_sentence(string language)
    {
        foreach (var section in Enum.GetValues<Section>())
        {
            for (var count = 0; count <= Most; count++)
            {
                var subject = Of(language, section, count);

                Assert.DoesNotMatch("[{}\uE000\uE001]|  |^$", subject);
                Assert.True(char.IsUpper(subject[0]) || char.IsDigit(subject[0]), subject);
                if (count > 1) Assert.Contains($"{count} ", subject, StringComparison.Ordinal);
            }
        }
    }

    private static string Of(string language, Section section, int count) => Of(language, Entries(section, count));

    private static string Of(string language, IReadOnlyList<DigestEntry> entries) => Rendered.Renderer.SubjectOfAll(Rendered.Content(entries), language);

    private static IReadOnlyList<DigestEntry> Entries(Section section, int count) => [.. Enumerable.Range(0, count).Select(at => new DigestEntry(
        section switch
        {
            Section.News => Some.News($"{section}{at}", $"News {at}"),
            Section.EventsSoon or Section.Events => Some.Event($"{section}{at}", "2023-05-20"),
            _ => Some.Call($"{section}{at}", "2023-05-05"),
        },
        section))];
}
